# shellcheck shell=sh
# What deploy.sh and remove.sh share. Not to be run by itself.

# Its name in messages.
program=${0##*/}
step="reading the command line"

say() {
  printf '%s\n' "$*"
}

# fail MESSAGE: a mistake of whoever called it, or of their surroundings.
fail() {
  printf '%s: %s\n' "$program" "$1" >&2
  mistaken=yes
  exit 2
}

# stop MESSAGE: something is not as it should be, and some of the work is done.
stop() {
  printf '%s: %s\n' "$program" "$1" >&2
  exit 1
}

# begin WHAT: a step that may fail; on_exit tells which one did.
begin() {
  step=$1
  say "== $step"
}

# To be set as a trap: says where a run ended that did not come to its end, and takes the scratch files away.
on_exit() {
  code=$?
  if [ -n "${scratch:-}" ]; then
    rm -rf "$scratch"
  fi
  if [ "$code" -ne 0 ] && [ -z "${mistaken:-}" ]; then
    printf '%s: stopped at: %s\n' "$program" "$step" >&2
    printf '%s\n' "What was done before it stays. Mend what the lines above say, and run the same command again: it goes on." >&2
  fi
  exit "$code"
}

is_guid() {
  printf '%s' "$1" | grep -Eq '^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$'
}

# matches TEXT EXPRESSION: the whole of it, in one line.
matches() {
  [ "$(printf '%s' "$1" | wc -l)" -eq 0 ] && printf '%s' "$1" | grep -Eq "^($2)\$"
}

# wants NAME COUNT: an option that takes a value must have one.
wants() {
  [ "$2" -ge 2 ] || fail "$1 needs a value: see $program --help"
}

# needs TOOL CURE
needs() {
  command -v "$1" >/dev/null 2>&1 || fail "$1 is missing: $2"
}

# ask VARIABLE-VALUE OPTION QUESTION: prints the value, or asks for it on a terminal.
ask() {
  if [ -n "$1" ]; then
    printf '%s' "$1"
  elif [ -t 0 ]; then
    printf '%s: ' "$3" >&2
    read -r answer
    printf '%s' "$answer"
  fi
}

# azure ARGUMENTS...: the Azure CLI without its advertisements.
azure() {
  az "$@" --only-show-errors
}

# value ARGUMENTS... : what the Azure CLI answers, as plain text. To be read into a variable before it goes through a pipe: a
# pipe hides that it failed.
value() {
  azure "$@" --output tsv
}

# Signed in, and the subscription by its id: sets subscription.
sign_in() {
  value account show --query id >/dev/null || fail "nobody is signed in: run az login"
  if [ -n "$subscription" ]; then
    given=$subscription
    subscription=$(value account show --subscription "$given" --query id) ||
      fail "there is no subscription $given that you can see: az account list"
  else
    fail "which subscription? Add --subscription ID"
  fi
}

# guard ENTRY: one SUBSCRIPTION or SUBSCRIPTION/RESOURCE-GROUP, added to guards.
guard() {
  case $1 in
    */*) guarded_group=${1#*/} ;;
    *) guarded_group= ;;
  esac
  is_guid "${1%%/*}" ||
    fail "--guard $1: a subscription's id, a GUID, with /RESOURCE-GROUP after it if only that is to be guarded"
  [ -z "$guarded_group" ] || matches "$guarded_group" "$group_form" ||
    fail "--guard $1: $guarded_group is no name of a resource group"
  guards="$guards$(printf '%s' "${1%%/*}" | tr 'A-F' 'a-f') $guarded_group
"
}

# The subscriptions in guards, each once.
guarded() {
  printf '%s' "$guards" | cut -d ' ' -f 1 | sort -u
}

# groups_of SUBSCRIPTION: the resource groups that are guarded in it; none if all of it is.
groups_of() {
  if ! printf '%s' "$guards" | grep -Eq "^$1 \$"; then
    printf '%s' "$guards" | sed -n "s/^$1 //p" | sort -u
  fi
}

# The names and ids that can stand in Azure and in JSON alike.
group_form='[A-Za-z0-9_().-]{0,89}[A-Za-z0-9_()-]'
# shellcheck disable=SC2034 # used by those who read this file
name_form='[a-z][a-z0-9-]{1,18}[a-z0-9]'

# json_list: the lines of its input as a list of texts, which hold nothing that JSON would need to escape.
json_list() {
  awk 'BEGIN { printf "[" } NF { printf "%s\"%s\"", separator, $0; separator = "," } END { printf "]" }'
}
