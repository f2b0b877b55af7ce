"""What is kept of projects, a file a subject."""

from vivier_web.projects.models.practices import Practice
from vivier_web.projects.models.projects import Partner, Project

__all__ = ["Partner", "Practice", "Project"]
