"""The WSGI application that ``stocktake serve`` runs."""

import os

from django.core.wsgi import get_wsgi_application


os.environ.setdefault("DJANGO_SETTINGS_MODULE", "stocktake.site.settings")
application = get_wsgi_application()
