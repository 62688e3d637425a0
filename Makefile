# Every target does its own set-up: system packages, Python and npm packages, a private
# PostGIS and Redis on Unix sockets. The work is in scripts/omgeving.py.
PYTHON ?= python3
PORT ?= 8000
ARGS ?=

.PHONY: help demo test check bench lock schoon

help:
	@echo "make demo [PORT=8000]   start het portaal met demogegevens op http://127.0.0.1:8000"
	@echo "make test [ARGS='-k x'] draai alle tests, ook die in de browser"
	@echo "make check              ruff, mypy, import-linter, migraties, check --deploy"
	@echo "make bench              meet de snelheid en schrijf docs/metingen.md"
	@echo "make lock               zet de versies in requirements/ opnieuw vast (vraagt uv)"
	@echo "make schoon             verwijder demodatabases, .venv en node_modules"

demo:
	@$(PYTHON) scripts/omgeving.py demo --port $(PORT)

test:
	@$(PYTHON) scripts/omgeving.py test -- $(ARGS)

check:
	@$(PYTHON) scripts/omgeving.py check

bench:
	@$(PYTHON) scripts/omgeving.py bench -- $(ARGS)

lock:
	uv pip compile pyproject.toml --python-version 3.11 --generate-hashes --no-emit-index-url \
		--no-header --universal -q -U -o requirements/productie.txt
	uv pip compile pyproject.toml --group dev --python-version 3.11 --generate-hashes --no-emit-index-url \
		--no-header --universal -q -U -o requirements/ontwikkeling.txt

schoon:
	@$(PYTHON) scripts/omgeving.py schoon
