"""Signing in through ProConnect, the State's login of professionals (OpenID Connect)."""
