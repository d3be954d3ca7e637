"""What of a credential is shown to whom: pages that holders make public, pictures, downloads, bundles as links."""
