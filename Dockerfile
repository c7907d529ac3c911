# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
# Torget in two stages: wheels are gathered with their hashes, then only what runs is kept.
# Pin both stages by digest in production: --build-arg PYTHON=python:3.13-slim@sha256:...
ARG PYTHON=python:3.13-slim

FROM ${PYTHON} AS build
WORKDIR /build
COPY requirements/run.txt requirements/run.txt
RUN python -m venv /opt/torget \
 && /opt/torget/bin/python -m pip install --no-cache-dir --require-hashes --only-binary :all: \
    -r requirements/run.txt

FROM ${PYTHON}
RUN useradd --system --uid 10001 --home-dir /srv/torget --create-home torget \
 && install -d -o torget -g torget /var/lib/torget
COPY --from=build /opt/torget /opt/torget
WORKDIR /srv/torget
COPY --chown=root:root gateway gateway
COPY --chown=root:root services services
COPY --chown=root:root i18n i18n
COPY --chown=root:root openapi openapi
ENV PATH=/opt/torget/bin:$PATH \
    PYTHONPATH=/srv/torget \
    PYTHONSAFEPATH=1 \
    PYTHONUNBUFFERED=1 \
    TORGET_HOST=0.0.0.0 \
    TORGET_DATA_DIR=/var/lib/torget
USER 10001
VOLUME /var/lib/torget
EXPOSE 8000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=2s --start-period=10s \
    CMD ["python", "-m", "gateway.city.cli", "doctor", "--alive"]
ENTRYPOINT ["python", "-m", "gateway.city.cli"]
CMD ["serve"]
