# The commands of this repository, by name; `make` lists them. CI runs the same recipes.
.DEFAULT_GOAL := help
.PHONY: help build test test-unit test-functional test-e2e format format-check lint publish pack docs conformance interop compose-test faults fuzz differential bench lock vulnerable sbom base-images

help: ## List the recipes
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / { printf "  make %-16s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

build: ## Build everything
	dotnet build

test: ## Run all tests: unit, functional and end to end
	dotnet test --max-parallel-test-modules 1

test-unit: ## Run the tests without sockets and processes (seconds)
	dotnet test --project tests/Unit

test-functional: ## Run the tests with hosts in the test's process (half a minute)
	dotnet test --project tests/Functional

test-e2e: ## Run the tests with real processes, a browser, Envoy and Zipkin (minutes)
	dotnet test --project tests/EndToEnd

format: ## Format the C# code, and remove unused usings
	dotnet format

format-check: ## Check the format of the C# code
	dotnet format --verify-no-changes

lint: ## Check the shell scripts with shellcheck
	git grep -lE '^#!/bin/(ba)?sh' -- ':!*.cs' ':!*.md' | xargs shellcheck --check-sourced

publish: ## Compile the programs ahead of time, to artifacts/publish
	dotnet publish front-proxy -c Release
	dotnet publish service/Sidecar -c Release
	dotnet publish service/App -c Release
	dotnet publish zipkin -c Release

pack: ## Pack the libraries, to artifacts/packages
	dotnet pack -c Release -o artifacts/packages -p:ContinuousIntegrationBuild=true

docs: ## Write the generated files: docs/configuration.md, the JSON schema
	dotnet run --project tools/Docs

conformance: ## Replay recorded exchanges with Envoy against the published proxies
	tests/conformance/run

interop: ## Run gRPC's interoperability tests through the published proxies
	tests/interop/run

compose-test: ## Test the compose stack in containers
	tests/compose/run

faults: ## Run the published proxies and Envoy under faults, and print the figures
	tests/faults/run

fuzz: ## Run the parsers on 400,000 mutated inputs each, the same in each run
	tests/fuzz/run --seed 1

differential: ## Send ambiguous requests to the published front proxy and to Envoy, and compare what upstreams see
	tests/fuzz/differential

bench: ## Measure the proxies beside Envoy, nginx and HAProxy (bench/README.md has more)
	bench/compare

lock: ## Write the versions and hashes of all packages to packages.lock.json
	dotnet restore --force-evaluate -p:RestoreLockedMode=false

vulnerable: ## Check the packages for known vulnerabilities
	tools/vulnerable

sbom: ## Write the bills of materials of the programs to artifacts/sbom
	tools/sbom front-proxy/FrontProxy.csproj artifacts/sbom/front-proxy.cdx.json
	tools/sbom service/Sidecar/Sidecar.csproj artifacts/sbom/sidecar.cdx.json
	tools/sbom service/App/App.csproj artifacts/sbom/service.cdx.json
	tools/sbom zipkin/Zipkin.csproj artifacts/sbom/zipkin.cdx.json

base-images: ## Pin the base images in .env to the digests that their registries have now
	tools/update-base-images
