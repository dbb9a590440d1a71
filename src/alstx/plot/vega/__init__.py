"""Pictures in the form of Vega-Lite, which Altair holds and a browser draws."""
