"""The studio: a web page on one's own machine to write, draw and prove in (``porism serve``).

The server reads requests, guards them and hands all geometry to worker processes
(:mod:`porism.studio.worker`), each with a bound on its time and memory: what a problem does to its
worker it does to nobody else. :mod:`porism.studio.app` has the routes, ``static/`` the page.
"""
