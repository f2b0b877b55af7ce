"""What is kept of projects, a file a subject."""

from vivier_web.projects.models.projects import Partner, Project

__all__ = ["Partner", "Project"]
