"""Where addresses are found: index pages, feeds, sitemaps, REST. Pure functions from bytes to a `SurfacePage`."""
