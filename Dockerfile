# The studio in a container: docker build -t porism . && docker run --rm -p 127.0.0.1:8000:8000 porism
FROM python:3.12-slim-bookworm AS build
RUN apt-get update \
 && apt-get install -y --no-install-recommends g++ make \
 && rm -rf /var/lib/apt/lists/*
WORKDIR /source
COPY . .
RUN python -m venv /porism && /porism/bin/pip install --no-cache-dir -c constraints.txt '.[studio]'

FROM python:3.12-slim-bookworm
COPY --from=build /porism /porism
RUN useradd --create-home porism
USER porism
EXPOSE 8000
HEALTHCHECK --start-period=20s \
 CMD ["/porism/bin/python", "-c", "from urllib.request import urlopen; urlopen('http://127.0.0.1:8000', timeout=9)"]
# Inside a container the port is reached from outside of it only as far as `docker run -p` says.
ENTRYPOINT ["/porism/bin/porism"]
CMD ["serve", "--host", "0.0.0.0"]
