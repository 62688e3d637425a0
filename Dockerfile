# The front end's packages, then the portal: nothing that only builds stays in the image.
FROM node:20-bookworm-slim AS voorkant
WORKDIR /bouw
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY scripts/bouw-voorkant.mjs scripts/
COPY static static
RUN node scripts/bouw-voorkant.mjs

FROM python:3.11-slim-bookworm
RUN apt-get update \
    && apt-get install -y --no-install-recommends gdal-bin libgdal32 \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --home-dir /app --shell /usr/sbin/nologin akt
WORKDIR /app
COPY requirements/productie.txt requirements/
RUN pip install --no-cache-dir --require-hashes -r requirements/productie.txt
COPY . .
COPY --from=voorkant /bouw/static/vendor static/vendor
# The manifest needs no secrets; the real key comes from the environment at run time.
RUN DJANGO_SECRET_KEY=alleen-voor-collectstatic python manage.py collectstatic --no-input -v0 \
    && mkdir -p media && chown akt media
USER akt
ENV PYTHONUNBUFFERED=1
EXPOSE 8000
# Under a name that the portal answers to.
HEALTHCHECK --interval=30s --timeout=5s CMD ["python", "-c", "import os, urllib.request as u; naam = os.environ.get('DJANGO_ALLOWED_HOSTS', 'localhost').split(',')[0]; u.urlopen(u.Request('http://127.0.0.1:8000/gezond', headers={'Host': naam}), timeout=4)"]
CMD ["gunicorn", "akt.wsgi", "--bind", "0.0.0.0:8000", "--workers", "3", "--threads", "4", "--worker-tmp-dir", "/dev/shm"]
