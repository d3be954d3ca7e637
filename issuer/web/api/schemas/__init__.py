"""Shapes of requests and answers; marshmallow reads and writes them, and the specification shows them."""
