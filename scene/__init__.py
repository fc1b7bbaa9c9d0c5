"""Scene: the one validated description of what a screen shows, and the link that says it.

>>> from scene import Scene
>>> scene, messages = Scene.from_query({"data": "moons", "rate": "0.3", "resolution": "17"})
>>> scene.query()
'data=moons&rate=0.3'
>>> messages
('resolution: Input should be 41, 81, 121 or 161; found 17',)
"""

from scene.fields import CONTROLS, PENALTIES
from scene.lesson import Lesson, Step
from scene.scene import HOMES, Scene, choices

__all__ = ["CONTROLS", "HOMES", "PENALTIES", "Lesson", "Scene", "Step", "choices"]
