"""The settings of the product, where lost work is the slow task of the tests."""

from vivier_web.settings import *  # noqa: F403

LOST_WORK = ["factories.slow_work.requeue"]
