# Style sheets and fonts ---------------------------------------------------------------
FROM node:22-bookworm-slim AS front

WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY designsystemet.config.json ./
COPY scripts/build_theme.sh scripts/
RUN scripts/build_theme.sh

# Python packages, messages and static files --------------------------------------------
FROM python:3.11-slim-bookworm AS build

RUN apt-get update \
    && apt-get install --yes --no-install-recommends \
        gettext libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY requirements.lock requirements-uv.lock ./
RUN python -m venv .venv \
    && pip install --no-cache-dir --require-hashes -r requirements-uv.lock \
    && uv pip install --no-cache --python .venv/bin/python --require-hashes -r requirements.lock
COPY . .
COPY --from=front /app/node_modules/@digdir/designsystemet-css node_modules/@digdir/designsystemet-css
COPY --from=front /app/node_modules/@fontsource node_modules/@fontsource
COPY --from=front /app/static/theme static/theme
RUN for catalogue in locale/*/LC_MESSAGES/*.po; do \
        [ ! -e "$catalogue" ] || msgfmt --check-format --output-file="${catalogue%.po}.mo" "$catalogue" || exit 1; \
    done \
    && SECRET_KEY=only-for-this-step DATABASE_URL=sqlite://:memory: \
        .venv/bin/python manage.py collectstatic --no-input --verbosity 0

# What runs ------------------------------------------------------------------------------
FROM python:3.11-slim-bookworm

RUN apt-get update \
    && apt-get install --yes --no-install-recommends \
        libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-dejavu-core \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --create-home --uid 10001 rodtrad
WORKDIR /app
COPY --from=build /app /app
ENV PATH=/app/.venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1
RUN install --directory --owner rodtrad --group rodtrad var
USER rodtrad
EXPOSE 8000
CMD ["bin/web"]
