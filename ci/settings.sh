# shellcheck shell=bash
# What the steps have in common; each of them reads this file. docs/publishing.md tells what the variables mean.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

: "${PAPERS_EVENT:=data/event.yaml}"
: "${PAPERS_OUTPUT:=out}"
: "${PAPERS_FORMATS:=}"
: "${PAPERS_LANGUAGES:=}"
: "${PAPERS_STRICTNESS:=errors}"
: "${PAPERS_SITE:=}"
: "${PAPERS_SITE_URL:=}"
: "${PAPERS_TARGET:=}"
: "${PAPERS_REMOTE:=origin}"
: "${PAPERS_ALLOW:=}"
: "${PAPERS_PICTURES:=}"
: "${PAPERS_SINCE:=}"
: "${PAPERS_RESULTS:=.papers}"
: "${PAPERS_TOKEN:=}"
: "${PAPERS_SERVER:=${GITHUB_SERVER_URL:-${CI_SERVER_URL:-https://github.com}}}"
: "${PAPERS_VENV:=$root/.venv-ci}"

case $PAPERS_STRICTNESS in
errors | warnings | final) ;;
*)
    echo "PAPERS_STRICTNESS is '$PAPERS_STRICTNESS': write errors, warnings or final" >&2
    exit 2
    ;;
esac

# What ci/install made, or else what is installed here already.
conceptnote=$PAPERS_VENV/bin/conceptnote
[[ -x $conceptnote ]] || conceptnote=conceptnote

# shellcheck disable=SC2034 # which the steps that read this file use
form=text
# shellcheck disable=SC2034
[[ ${GITHUB_ACTIONS:-} != true ]] || form=github

mkdir -p "$PAPERS_RESULTS"
printf '*\n' >"$PAPERS_RESULTS/.gitignore"

# record STEP COMMAND...: run the command of a step, and write down how it ended. What is red is told at the end, by
# ci/verdict, once everything is reported.
record() {
    local step=$1 code=0
    shift
    rm -f "$PAPERS_RESULTS/$step.json"
    "$@" || code=$?
    printf '%s\n' "$code" >"$PAPERS_RESULTS/$step.code"
}

# ended STEP: how a step has ended; nothing where it was not run.
ended() {
    [[ ! -f $PAPERS_RESULTS/$1.code ]] || cat "$PAPERS_RESULTS/$1.code"
}

# reported STEP...: add to the options the reports of earlier steps: what these have printed is not printed again.
reported() {
    local step
    for step; do
        [[ ! -f $PAPERS_RESULTS/$step.json ]] || options+=(--reported "$PAPERS_RESULTS/$step.json")
    done
}
