# docker build --tag sesgen . && docker run --rm --volume "$PWD:/work" --user "$(id -u):$(id -g)" sesgen validate specs/
FROM python:3.13-slim AS build
WORKDIR /source
COPY pyproject.toml constraints.txt README.md LICENSE ./
COPY generator generator
COPY templates templates
RUN python -m venv /opt/sesgen \
    && /opt/sesgen/bin/python -m pip install --no-cache-dir --no-compile --constraint constraints.txt . \
    && /opt/sesgen/bin/python -m pip uninstall --yes pip

FROM python:3.13-slim
COPY --from=build /opt/sesgen /opt/sesgen
ENV PATH=/opt/sesgen/bin:$PATH PYTHONDONTWRITEBYTECODE=1
RUN useradd --no-create-home --uid 10001 sesgen && mkdir /work && chown sesgen /work
USER 10001
WORKDIR /work
ENTRYPOINT ["sesgen"]
CMD ["--help"]
