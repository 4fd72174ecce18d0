"""Single sign-on, against a small provider of OpenID Connect on this machine."""

import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from scenarios import people
from stocktake.accounts.rules import Role
from stocktake.site.outside import single_sign_on


SECRET = "of the client"
KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)


class Provider(BaseHTTPRequestHandler):
    """Says that whoever asks is the person set on the server."""

    def do_GET(self):
        base = f"http://127.0.0.1:{self.server.server_port}"
        answers = {
            "/.well-known/openid-configuration": {
                "issuer": base,
                "authorization_endpoint": f"{base}/authorize",
                "token_endpoint": f"{base}/token",
                "userinfo_endpoint": f"{base}/userinfo",
                "jwks_uri": f"{base}/keys",
                "token_endpoint_auth_methods_supported": ["client_secret_post"],
            },
            "/userinfo": self.server.who,
            "/keys": {"keys": [_public()]},
        }
        self._say(answers[urlsplit(self.path).path])

    def do_POST(self):
        length = int(self.headers["Content-Length"])
        self.server.asked = parse_qs(self.rfile.read(length).decode())
        now = int(time.time())
        claims = {
            "iss": f"http://127.0.0.1:{self.server.server_port}",
            "aud": self.server.audience,
            "iat": now,
            "exp": now + 60,
            **self.server.who,
        }
        token = jwt.encode(claims, KEY, algorithm="RS256", headers={"kid": "k"})
        self._say({"access_token": "t", "token_type": "Bearer", "id_token": token})

    def _say(self, value):
        body = json.dumps(value).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_args):
        pass


def _public():
    found = jwt.algorithms.RSAAlgorithm.to_jwk(KEY.public_key(), as_dict=True)
    return {**found, "kid": "k", "use": "sig", "alg": "RS256"}


@pytest.fixture
def provider(settings):
    server = ThreadingHTTPServer(("127.0.0.1", 0), Provider)
    server.audience = "us"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    settings.SOCIALACCOUNT_PROVIDERS = single_sign_on(
        {
            "STOCKTAKE_OIDC_ISSUER": f"http://127.0.0.1:{server.server_port}",
            "STOCKTAKE_OIDC_CLIENT": "us",
            "STOCKTAKE_OIDC_SECRET": SECRET,
            "STOCKTAKE_OIDC_NAME": "Ministry",
        }
    )
    settings.ROOT_URLCONF = "signin.signin_urls_with_provider"
    yield server
    server.shutdown()
    server.server_close()


def walk(client, provider, email: str, *, verified: bool):
    """From our button to the provider and back."""
    provider.who = {"sub": "7", "email": email, "email_verified": verified}
    button = "/ar/account/sso/oidc/login/?process=login&next=/ar/account/"
    there = client.post(button).headers["Location"]
    asked = {k: v[0] for k, v in parse_qs(urlsplit(there).query).items()}
    back = f"/sso/oidc/callback/?code=c&state={asked['state']}"
    return asked, client.get(back, follow=True)


def test_somebody_invited_signs_in_by_the_provider(client, provider):
    person = people.person(Role.EXPERT)

    asked, page = walk(client, provider, person.email, verified=True)

    assert asked["code_challenge_method"] == "S256"
    assert provider.asked["code_verifier"]
    assert page.context["user"] == person
    assert page.redirect_chain[-1][0] == "/ar/account/"
    assert client.get("/en/account/").status_code == 200


def test_the_provider_does_not_replace_the_second_factor(client, provider):
    person = people.person(Role.SECRETARIAT)

    _asked, page = walk(client, provider, person.email, verified=True)

    assert page.redirect_chain[-1][0].endswith("/account/factors/code/")


@pytest.mark.parametrize(
    ("email", "verified"), [("eve@example.org", True), ("expert@example.org", False)]
)
def test_nobody_else_comes_in_by_the_provider(client, provider, email, verified):
    people.person(Role.EXPERT)

    walk(client, provider, email, verified=verified)

    assert client.get("/en/account/").status_code == 302
    assert people.Person.objects.count() == 1


def test_a_token_made_for_somebody_else_lets_nobody_in(client, provider):
    person = people.person(Role.EXPERT)
    provider.audience = "another site"

    walk(client, provider, person.email, verified=True)

    assert client.get("/en/account/").status_code == 302


def test_the_sign_in_page_offers_the_provider(client, provider):
    page = client.get("/en/account/login/").content.decode()

    assert "Ministry" in page
    assert (
        'action="/en/account/sso/oidc/login/?process=login&amp;next=%2Fen%2Faccount%2F"'
        in page
    )
