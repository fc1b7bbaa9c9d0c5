"""Real data sets, as scikit-learn ships them.

To add one, write a function that returns a Dataset, with its source and licence, and append its
Recipe to RECIPES. scikit-learn is imported when a set is loaded: it takes half a second.
"""

from landscapes.data.classes import chosen, which
from landscapes.data.dataset import Dataset
from landscapes.data.recipe import Option, Recipe

__all__ = ["RECIPES"]

_CANCER_FEATURES = tuple(
    f"{statistic} {feature}" if statistic != "error" else f"{feature} error"
    for statistic in ("mean", "error", "worst")
    for feature in (
        "radius",
        "texture",
        "perimeter",
        "area",
        "smoothness",
        "compactness",
        "concavity",
        "concave points",
        "symmetry",
        "fractal dimension",
    )
)


def _breast_cancer(features: tuple[str, ...]) -> Dataset:
    from sklearn.datasets import load_breast_cancer

    data = load_breast_cancer()
    return Dataset(
        data.data,
        data.target,
        features=[str(name) for name in data.feature_names],
        classes=[str(name) for name in data.target_names],
        name="breast cancer",
        source="Breast Cancer Wisconsin (Diagnostic): Wolberg, Mangasarian, Street and Street "
        "(1995), UCI Machine Learning Repository, CC BY 4.0; as shipped with scikit-learn",
    ).with_features(features)


_IRIS_FEATURES = ("sepal length", "sepal width", "petal length", "petal width")
_IRIS_CLASSES = ("setosa", "versicolor", "virginica")


def _iris(features: tuple[str, ...], classes: str) -> Dataset:
    from sklearn.datasets import load_iris

    data = load_iris()
    rows, labels, names = chosen(data.target, classes, _IRIS_CLASSES)
    return Dataset(
        data.data[rows],
        labels,
        features=_IRIS_FEATURES,
        classes=names,
        name="iris" if classes == "all" else f"iris, {names[1]} or {names[0]}",
        source="Iris: Fisher (1936), UCI Machine Learning Repository, CC BY 4.0; lengths in cm; "
        "as shipped with scikit-learn",
    ).with_features(features)


RECIPES = (
    Recipe(
        "breast-cancer",
        "Breast cancer (569)",
        "real: 569 biopsies with 30 measurements each, malignant or benign",
        _breast_cancer,
        (Option("features", "Features", _CANCER_FEATURES, choices=_CANCER_FEATURES),),
        {"features": ("mean radius",)},
        rate=0.03,
    ),
    Recipe(
        "iris",
        "Iris (150)",
        "real: 150 flowers with 4 measurements each, three species, or two of them",
        _iris,
        (
            Option("features", "Features", _IRIS_FEATURES, choices=_IRIS_FEATURES),
            which(_IRIS_CLASSES),
        ),
        {"features": ("petal length",), "classes": "versicolor-virginica"},
        rate=0.3,
    ),
)
