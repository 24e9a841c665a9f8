# Builds what is older than its sources, but never while a silo runs from the binaries.
artifacts=$root/artifacts
build_files=(Directory.Build.props Directory.Build.targets Directory.Packages.props global.json OrderBookSilo.sln)

# The silo, the console client and the venue simulator.
build_product() { build product src/Product.slnf src; }

build_everything() {
  build everything OrderBookSilo.sln src tests benchmarks
}

# For the console client: while a silo runs, the existing binaries are used for both.
build_product_unless_in_use() {
  is_built product src || is_in_use || build_product
}

# build NAME TARGET SOURCE …  With ORDERBOOK_AS_BUILT set, the existing build is used as it is.
build() {
  [ -z "${ORDERBOOK_AS_BUILT:-}" ] || return 0
  mkdir -p "$artifacts"
  exec 7>>"$artifacts/.building"
  lock 7
  if ! is_built "$1" "${@:3}"; then
    ! is_in_use || die "the sources have changed and a silo runs from the binaries: stop it first"
    say "Building; the first build takes about two minutes …"
    touch "$artifacts/.built-$1.new"
    compile "$2"
    mv "$artifacts/.built-$1.new" "$artifacts/.built-$1"
    [ "$1" != everything ] || cp -p "$artifacts/.built-everything" "$artifacts/.built-product"
  fi
  exec 7>&-
}

# No build server may stay running: everything that the launcher starts ends with it.
compile() {
  if ! attend dotnet build "$root/$1" -c Release -v q --nologo -tl:off -nodeReuse:false -p:UseSharedCompilation=false >"$artifacts/build.log" 2>&1; then
    grep -E 'error|warning' "$artifacts/build.log" | sort -u >&2 || cat "$artifacts/build.log" >&2
    die "the build failed; its output is in $artifacts/build.log"
  fi
}

# is_built NAME SOURCE …: whether no source is newer than the last build.
is_built() {
  local stamp=$artifacts/.built-$1
  [ -e "$stamp" ] && [ -z "$(cd "$root" && find "${@:2}" "${build_files[@]}" -newer "$stamp" -print -quit)" ]
}

# Until this process ends, no other launcher replaces the binaries.
hold_binaries() {
  exec 7>>"$artifacts/.building" 8>>"$artifacts/.in-use"
  lock 7
  lock 8 -s
  exec 7>&-
}

is_in_use() {
  has flock && [ -e "$artifacts/.in-use" ] && ! flock -n "$artifacts/.in-use" true
}
