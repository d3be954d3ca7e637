"""HTTP and HTML: the published documents, the pages and the API, over the same services as the command line."""
