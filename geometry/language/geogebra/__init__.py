"""GeoGebra files, read as problems."""
