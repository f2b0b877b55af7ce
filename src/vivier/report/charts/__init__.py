"""The charts of a study, each defined once: plain rows → a Vega-Lite specification, the theme apart."""

from vivier.report.charts.departures import Departures, departures
from vivier.report.charts.exposure import Point, exposure
from vivier.report.charts.fan import Fan, fan
from vivier.report.charts.pyramid import pyramid
from vivier.report.charts.ranking import Bar, Series, ranking
from vivier.report.charts.svg import picture
from vivier.report.charts.theme import Canvas

__all__ = [
    "Bar",
    "Canvas",
    "Departures",
    "Fan",
    "Point",
    "Series",
    "departures",
    "exposure",
    "fan",
    "picture",
    "pyramid",
    "ranking",
]
