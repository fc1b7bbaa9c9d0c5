"""The works that the page refers to."""

__all__ = ["REFERENCES"]

REFERENCES = (
    "Albert, A. and Anderson, J. A. (1984). On the existence of maximum likelihood estimates in "
    "logistic regression models. Biometrika 71(1).",
    "Auer, P., Herbster, M. and Warmuth, M. K. (1996). Exponentially many local minima for single "
    "neurons. Advances in Neural Information Processing Systems 8.",
    "Bishop, C. M. (2006). Pattern Recognition and Machine Learning. Springer.",
    "Boyd, S. and Vandenberghe, L. (2004). Convex Optimization. Cambridge University Press.",
    "Brier, G. W. (1950). Verification of forecasts expressed in terms of probability. Monthly "
    "Weather Review 78(1).",
    "Good, I. J. (1952). Rational decisions. Journal of the Royal Statistical Society B 14(1).",
    "Hui, L. and Belkin, M. (2021). Evaluation of neural architectures trained with square loss "
    "vs cross-entropy in classification tasks. International Conference on Learning "
    "Representations.",
    "Soudry, D., Hoffer, E., Nacson, M. S., Gunasekar, S. and Srebro, N. (2018). The implicit bias "
    "of gradient descent on separable data. Journal of Machine Learning Research 19(70).",
)
