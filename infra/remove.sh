#!/bin/sh
# Takes away what deploy.sh made. Incidents, tickets, the policy, evidence and logs stay unless told otherwise. docs/deploy.md tells of each step.
set -eu
cd "$(dirname "$0")/.."
. infra/common.sh

usage() {
  cat <<'END'
Usage: infra/remove.sh --subscription ID --resource-group NAME [options]

Takes away the event subscriptions, the roles and their assignments, the app and all that it stands on. The storage
account stays, with incidents, tickets, policies and evidence, and the logs. Run it again if it stopped half-way.

  --subscription ID        where the app is; its id or its name
  --resource-group NAME    where the app is
  --guard ID[/GROUP]       as deploy.sh was given it; may be repeated (the app's own subscription)
  --name NAME              as deploy.sh was given it (snapwarden)
  --delete-evidence        take the storage account and the logs away, too, with everything in them
  --yes                    do not ask
  --help
END
}

subscription='' group='' name=snapwarden guards='' delete_evidence='' sure=''
while [ $# -gt 0 ]; do
  case $1 in
    --subscription) wants "$1" $#; subscription=$2; shift ;;
    --resource-group) wants "$1" $#; group=$2; shift ;;
    --guard) wants "$1" $#; guard "$2"; shift ;;
    --name) wants "$1" $#; name=$2; shift ;;
    --delete-evidence) delete_evidence=yes ;;
    --yes) sure=yes ;;
    --help) usage; exit 0 ;;
    *) fail "$1 is no option: see infra/remove.sh --help" ;;
  esac
  shift
done

subscription=$(ask "$subscription" --subscription "Subscription (id or name)")
group=$(ask "$group" --resource-group "Resource group")
[ -n "$subscription" ] || fail "which subscription? Add --subscription ID"
matches "$group" "$group_form" || fail "--resource-group: the name of the app's resource group"
matches "$name" "$name_form" || fail "--name $name: 3 to 20 lower-case letters, digits and dashes, a letter first"
needs az "install the Azure CLI, https://learn.microsoft.com/cli/azure/install-azure-cli"
trap on_exit EXIT

begin "who is signed in"
sign_in
[ -n "$guards" ] || guard "$subscription"

# tagged SUBSCRIPTION TYPE: the ids of the resources of that type that deploy.sh made there; for "" those of all types but
# evidence and logs, which are the witness of its journals.
tagged() {
  there=$(value group exists --subscription "$1" --name "$group")
  if [ "$there" = true ]; then
    resources=$(value resource list --subscription "$1" --resource-group "$group" \
      --query "[?tags.snapwarden=='$name'].[id,type]")
    printf '%s\n' "$resources" | awk -F '\t' -v type="$2" '
      { kept = tolower($2) == "microsoft.storage/storageaccounts" || tolower($2) == "microsoft.operationalinsights/workspaces" }
      NF && (type == "" ? !kept : tolower($2) == tolower(type)) { print $1 }'
  fi
}

# everywhere: the app's subscription and those that are guarded, each once.
everywhere() {
  printf '%s\n' "$subscription" "$(guarded)" | sort -u
}

# unassign SUBSCRIPTION IDS: role assignments. That of an identity which is gone would keep its name from the next one's.
unassign() {
  for assignment in $2; do
    azure role assignment delete --subscription "$1" --ids "$assignment"
  done
}

if [ -z "$sure" ]; then
  [ -t 0 ] || fail "add --yes: nobody can be asked"
  say "These go, and the roles and event subscriptions of $name:"
  for each in $(everywhere); do
    tagged "$each" ''
  done
  if [ -n "$delete_evidence" ]; then
    tagged "$subscription" Microsoft.Storage/storageAccounts
    tagged "$subscription" Microsoft.OperationalInsights/workspaces
  fi
  [ "$(ask '' '' "Type the name of the resource group to go on")" = "$group" ] || fail "nothing was taken away"
fi

storage=$(tagged "$subscription" Microsoft.Storage/storageAccounts)
workspace=$(tagged "$subscription" Microsoft.OperationalInsights/workspaces)
identity=$(tagged "$subscription" Microsoft.ManagedIdentity/userAssignedIdentities)

# First what brings events, so that none is delivered to an app that is half gone.
for each in $(guarded); do
  begin "the events of $each"
  topics=$(value eventgrid system-topic list --subscription "$each" --query '[].[name,resourceGroup,topicType]')
  topics=$(printf '%s\n' "$topics" |
    awk -F '\t' 'tolower($3) == "microsoft.resources.subscriptions" { print $1 "/" $2 }')
  for topic in $topics; do
    found=$(value eventgrid system-topic event-subscription list --subscription "$each" --resource-group "${topic#*/}" \
      --system-topic-name "${topic%/*}" --query "[?name=='$name-snapshot-writes'].name")
    if [ -n "$found" ]; then
      azure eventgrid system-topic event-subscription delete --subscription "$each" --resource-group "${topic#*/}" \
        --system-topic-name "${topic%/*}" --name "$found" --yes
      say "$found is taken off the system topic ${topic%/*}"
    fi
  done
done
if [ -n "$storage" ]; then
  # What the topics may write dead letters with.
  assignments=$(value role assignment list --subscription "$subscription" \
    --scope "$storage/blobServices/default/containers/snapwarden-dead-letters" --query '[].id')
  unassign "$subscription" "$assignments"
fi

if [ -n "$identity" ]; then
  begin "what the app's identity may do"
  principal=$(value identity show --ids "$identity" --query principalId)
  for each in $(everywhere); do
    assignments=$(value role assignment list --subscription "$each" --all --query "[?principalId=='$principal'].id")
    unassign "$each" "$assignments"
  done
fi

for each in $(guarded); do
  begin "the roles in $each"
  # By the names that infra/role.bicep gives: they tell deployments and subscriptions apart.
  for role in "Snapwarden $name $each" "Snapwarden $name sweep $each"; do
    found=$(value role definition list --subscription "$each" --custom-role-only true --query "[?roleName=='$role'].roleName")
    if [ -n "$found" ]; then
      assignments=$(value role assignment list --subscription "$each" --all --role "$role" --query '[].id')
      unassign "$each" "$assignments"
      azure role definition delete --subscription "$each" --name "$role" --scope "/subscriptions/$each"
      say "$role is gone"
    fi
  done
done

# made SUBSCRIPTION: ids and types of what deploy.sh made there, what others stand on last.
made() {
  everything=$(tagged "$1" '')
  for type in metricalerts scheduledqueryrules workbooks systemtopics sites serverfarms components ''; do
    printf '%s\n' "$everything" | awk -F / -v type="$type" '
      { known = tolower($8) ~ /^(metricalerts|scheduledqueryrules|workbooks|systemtopics|sites|serverfarms|components)$/ }
      NF && (type == "" ? !known : tolower($8) == type)'
  done
}

# drop SUBSCRIPTION IDS
drop() {
  for id in $2; do
    azure resource delete --subscription "$1" --ids "$id" --output none
    say "${id##*/} is gone"
  done
}

begin "the app"
for each in $(everywhere); do
  ids=$(made "$each")
  drop "$each" "$ids"
done

if [ -n "$delete_evidence" ]; then
  begin "the evidence and the logs"
  drop "$subscription" "$storage $workspace"
fi

for each in $(everywhere); do
  there=$(value group exists --subscription "$each" --name "$group")
  if [ "$there" = true ]; then
    left=$(value resource list --subscription "$each" --resource-group "$group" --query '[].id')
    if [ -z "$left" ]; then
      begin "the empty resource group in $each"
      azure group delete --subscription "$each" --name "$group" --yes
    fi
  fi
done

say
if [ -n "$delete_evidence" ]; then
  say "All of $name is gone. Its Key Vault can be recovered until its retention ends, and deploy.sh does so."
elif [ -n "$storage" ]; then
  say "Gone but for the storage account ${storage##*/}, which keeps incidents, tickets, policies and evidence, and the logs"
  say "in ${workspace##*/}, by which a journal can be held to what was seen of it."
fi
