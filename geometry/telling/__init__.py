"""A proof told as a person would tell it, and printed as text, Markdown and TeX.

``model`` is the document; ``tell`` makes it from a proof; ``text``, ``markdown`` and ``tex`` print
it (pages are printed by :mod:`porism.geometry.render`). All words stand in ``languages/*.toml``.
"""
