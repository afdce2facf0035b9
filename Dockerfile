# Unspun in a container; docs/container.md says how to use it.
#   docker build --tag unspun .
#   docker run --rm --user "$(id -u):$(id -g)" --volume "$PWD:/work" unspun clean seeds/ --output dataset/
ARG PYTHON=3.11.14-slim-bookworm

FROM python:${PYTHON} AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1 PIP_ROOT_USER_ACTION=ignore
RUN python -m venv /opt/unspun && /opt/unspun/bin/python -m pip install 'pip==26.3'
WORKDIR /app
# The packages that it stands on come first: their layer is made again only when these two files change.
COPY pyproject.toml constraints.txt ./
RUN python -c "import tomllib; project = tomllib.load(open('pyproject.toml', 'rb'))['project']; print(*project['dependencies'], *project['optional-dependencies']['s3'], sep='\n')" > /tmp/requirements.txt \
    && /opt/unspun/bin/python -m pip install --constraint constraints.txt --requirement /tmp/requirements.txt
# prefect.yaml names the flow by its file, so the code is installed where it lies.
COPY README.md LICENSE NOTICE prefect.yaml unspun.py ./
COPY cleaners cleaners
COPY flows flows
COPY unspun-stubs unspun-stubs
RUN /opt/unspun/bin/python -m pip install --no-deps --build-constraint constraints.txt --editable . \
    && /opt/unspun/bin/python -m compileall -q cleaners flows unspun.py

FROM python:${PYTHON}
LABEL org.opencontainers.image.title="Unspun" \
    org.opencontainers.image.description="Turns scraped news articles into clean, audited Parquet" \
    org.opencontainers.image.source="https://github.com/unspun/unspun" \
    org.opencontainers.image.licenses="MIT"
RUN useradd --uid 10001 --create-home unspun \
    && install --directory --owner unspun --group unspun /work /app/build /app/build/inbox /app/build/clean /home/unspun/.prefect
COPY --from=build /opt/unspun /opt/unspun
COPY --from=build /app /app
ENV PATH=/opt/unspun/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONSAFEPATH=1 \
    DO_NOT_TRACK=1 \
    PREFECT_SERVER_ANALYTICS_ENABLED=false
USER 10001:10001
WORKDIR /work
# No HEALTHCHECK here: most commands end by themselves. compose.yaml has those of the server and the worker.
ENTRYPOINT ["unspun"]
CMD ["--help"]
