"""Pages for people: view functions and the small frozen values that their templates show."""
