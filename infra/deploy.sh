#!/bin/sh
# Deploys Snapwarden, or brings a deployment to what its options say. docs/deploy.md tells of each step.
set -eu
cd "$(dirname "$0")/.."
. infra/common.sh

usage() {
  cat <<'END'
Usage: infra/deploy.sh --subscription ID --resource-group NAME --location REGION --policy FILE [options]

Builds Snapwarden, deploys it, puts the policy in force, grants the role that the policy needs, subscribes to the
events, and sees that a verdict comes out. Run it again to change something: what is as it should be stays.

  --subscription ID        where the app goes; its id or its name
  --resource-group NAME    made if it is not there
  --location REGION        one that offers Flex Consumption, as in westeurope
  --policy FILE            the policy to put in force
  --mode MODE              observe, ticket, approve or remediate: how far any response may go
                           (what it is now; observe for a new deployment)
  --guard ID[/GROUP]       a subscription to guard, or one resource group of it; may be repeated
                           (the app's own subscription)
  --name NAME              what the resources are called (snapwarden)
  --settings FILE          further app settings, a JSON object of texts: desks for tickets, for instance
  --secret-setting NAME    an app setting whose value is a secret of the deployment's Key Vault; may be repeated
  --operator TYPE:ID       who may decide about incidents and put policies: user, group or service-principal, and its
                           object id; may be repeated (you, always)
  --alert-email ADDRESS    who hears of alerts; may be repeated
  --evidence-days N        for how many days evidence cannot be changed or deleted (0: not enforced)
  --what-if                show what would change, and change nothing
  --skip-build             take target/ as it is
  --skip-check             do not send a synthetic event at the end
  --help

Nothing is asked where all that is needed is given.
END
}

# operator TYPE:ID, added to operators as a line with both.
operator() {
  is_guid "${1#*:}" || fail "--operator $1: TYPE:ID, where the id is an object id, a GUID"
  case $1 in
    user:*) operator_type=User ;;
    group:*) operator_type=Group ;;
    service-principal:*) operator_type=ServicePrincipal ;;
    *) fail "--operator $1: user:ID, group:ID or service-principal:ID" ;;
  esac
  operators="$operators${1#*:} $operator_type
"
}

subscription='' group='' location='' policy='' mode='' name=snapwarden settings='' evidence_days=0
guards='' secrets='' operators='' emails='' what_if='' build=yes check=yes
while [ $# -gt 0 ]; do
  case $1 in
    --subscription) wants "$1" $#; subscription=$2; shift ;;
    --resource-group) wants "$1" $#; group=$2; shift ;;
    --location) wants "$1" $#; location=$2; shift ;;
    --policy) wants "$1" $#; policy=$2; shift ;;
    --mode) wants "$1" $#; mode=$2; shift ;;
    --guard) wants "$1" $#; guard "$2"; shift ;;
    --name) wants "$1" $#; name=$2; shift ;;
    --settings) wants "$1" $#; settings=$2; shift ;;
    --secret-setting)
      wants "$1" $#
      matches "$2" 'SNAPWARDEN_TICKET_[A-Z_]{1,80}' || fail "--secret-setting $2: a setting of a desk, as in docs/tickets.md"
      secrets="$secrets$2
"
      shift ;;
    --operator)
      wants "$1" $#
      operator "$2"
      shift ;;
    --alert-email)
      wants "$1" $#
      matches "$2" '[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+' || fail "--alert-email $2: a mail address"
      emails="$emails$2
"
      shift ;;
    --evidence-days) wants "$1" $#; evidence_days=$2; shift ;;
    --what-if) what_if=yes ;;
    --skip-build) build='' ;;
    --skip-check) check='' ;;
    --help) usage; exit 0 ;;
    *) fail "$1 is no option: see infra/deploy.sh --help" ;;
  esac
  shift
done

subscription=$(ask "$subscription" --subscription "Subscription (id or name)")
group=$(ask "$group" --resource-group "Resource group")
policy=$(ask "$policy" --policy "Policy file")
[ -n "$subscription" ] || fail "which subscription? Add --subscription ID"
matches "$group" "$group_form" || fail "--resource-group: the name of a resource group, which may not be there yet"
matches "$name" "$name_form" || fail "--name $name: 3 to 20 lower-case letters, digits and dashes, a letter first"
matches "$evidence_days" '0|[1-9][0-9]{0,4}' || fail "--evidence-days $evidence_days: a whole number"
[ -n "$policy" ] || fail "which policy? Add --policy FILE; src/test/resources/sandbox/policy.json is one to start from"
[ -r "$policy" ] || fail "--policy $policy: there is no such file that can be read"
[ -z "$settings" ] || [ -r "$settings" ] || fail "--settings $settings: there is no such file that can be read"
case $mode in
  '' | observe | ticket | approve | remediate) ;;
  *) fail "--mode $mode: observe, ticket, approve or remediate" ;;
esac
pause=${SNAPWARDEN_DEPLOY_PAUSE:-10} # seconds between two looks at something that takes a while

needs az "install the Azure CLI, https://learn.microsoft.com/cli/azure/install-azure-cli"
needs java "install a JDK, 17 or newer"
needs zip "install zip"
[ -z "$build" ] || needs mvn "install Maven, 3.8 or newer"

scratch=$(mktemp -d)
trap on_exit EXIT
umask 077 # a key of the app is kept for a moment in a file
snapwarden() {
  java -jar target/snapwarden.jar "$@"
}

# arm COMMAND...: a deployment, or what it would change.
arm() {
  scope=$1
  shift
  if [ -n "$what_if" ]; then
    azure deployment "$scope" what-if "$@"
  else
    azure deployment "$scope" create "$@" --output none
  fi
}

# read_outputs: of main.bicep, into variables.
read_outputs() {
  outputs=$(value deployment group show --subscription "$subscription" --resource-group "$group" --name "$name-main" \
    --query "[properties.outputs.[functionAppName.value, functionAppId.value, functionAppHost.value, storageAccountName.value, storageAccountId.value, principalId.value, actionGroupId.value]]")
  app=$(printf '%s' "$outputs" | cut -f 1)
  app_id=$(printf '%s' "$outputs" | cut -f 2)
  host=$(printf '%s' "$outputs" | cut -f 3)
  storage=$(printf '%s' "$outputs" | cut -f 4)
  storage_id=$(printf '%s' "$outputs" | cut -f 5)
  principal=$(printf '%s' "$outputs" | cut -f 6)
  actions=$(printf '%s' "$outputs" | cut -f 7)
}

# setting NAME: what the app has now.
setting() {
  if [ -n "$app" ]; then
    value functionapp config appsettings list --subscription "$subscription" --resource-group "$group" --name "$app" \
      --query "[?name=='$1'].value"
  fi
}

# until_done TRIES COMMAND...: tries again while it fails; its last words are shown.
until_done() {
  tries=$1
  shift
  while ! "$@" >"$scratch/try" 2>&1; do
    tries=$((tries - 1))
    if [ "$tries" -eq 0 ]; then
      cat "$scratch/try" >&2
      return 1
    fi
    sleep "$pause"
  done
  cat "$scratch/try"
}

begin "who is signed in"
sign_in
[ -n "$guards" ] || guard "$subscription"
# Whoever deploys puts the policy, too.
case $(value account show --query user.type) in
  user) self=user:$(value ad signed-in-user show --query id) ;;
  *)
    client=$(value account show --query user.name)
    # A pipeline's identity may not be allowed to look itself up in the directory.
    self=service-principal:$(value ad sp show --id "$client" --query id) || self='' ;;
esac
if [ -z "$self" ] && [ -z "$operators" ]; then
  fail "who are you? Add --operator service-principal:OBJECT-ID"
elif [ -n "$self" ] && ! printf '%s' "$operators" | grep -q "^${self#*:} "; then
  operator "$self"
fi
say "subscription $subscription, guarding: $(guarded | tr '\n' ' ')"

if [ -n "$build" ]; then
  begin "building"
  mvn -q -B -DskipTests package
fi
if [ ! -r target/snapwarden.jar ] || [ ! -d target/azure-functions/snapwarden ]; then
  fail "target/ holds no build: leave --skip-build out"
fi

begin "checking the policy"
snapwarden check "$policy" || fail "$policy cannot be put in force as it is"

begin "providers and region"
registered=$(value provider list --subscription "$subscription" --query "[?registrationState=='Registered'].namespace")
for provider in Microsoft.EventGrid Microsoft.Insights Microsoft.KeyVault Microsoft.ManagedIdentity \
  Microsoft.OperationalInsights Microsoft.Storage Microsoft.Web; do
  if printf '%s\n' "$registered" | grep -qix "$provider"; then
    continue
  elif [ -n "$what_if" ]; then
    say "$provider would be registered"
  else
    azure provider register --subscription "$subscription" --namespace "$provider" --wait --output none
    say "$provider is registered"
  fi
done

exists=$(value group exists --subscription "$subscription" --name "$group")
if [ "$exists" = true ] && [ -z "$location" ]; then
  location=$(value group show --subscription "$subscription" --name "$group" --query location)
fi
location=$(ask "$location" --location "Region")
matches "$location" '[a-z0-9]{3,40}' || fail "which region? Add --location, as in westeurope"
offered=$(value functionapp list-flexconsumption-locations --query '[].name')
printf '%s\n' "$offered" | tr -d ' ' | tr '[:upper:]' '[:lower:]' | grep -qx "$location" || fail "--location $location does not offer Flex Consumption: az functionapp list-flexconsumption-locations"

begin "the resource group"
if [ "$exists" = true ]; then
  say "$group is there"
elif [ -n "$what_if" ]; then
  say "$group would be made in $location, and all of infra/main.bicep in it; that is all that can be shown before it is there"
  say "the role would be:"
  snapwarden role --policy "$policy" --mode "${mode:-observe}" --scope "/subscriptions/$subscription" --explain
  exit 0
else
  azure group create --subscription "$subscription" --name "$group" --location "$location" --tags "snapwarden=$name" --output none
  say "$group is made in $location"
fi

# The records of deployments outlive what they deployed.
app=$(value resource list --subscription "$subscription" --resource-group "$group" \
  --query "[?tags.snapwarden=='$name' && type=='Microsoft.Web/sites'].name")
if [ -z "$mode" ]; then
  mode=$(setting SNAPWARDEN_MODE)
  mode=${mode:-observe}
fi

# assign SUBSCRIPTION: the role that the policy needs there.
assign() {
  begin "the role in $1"
  snapwarden role --policy "$policy" --mode "$mode" --scope "/subscriptions/$1" >"$scratch/role.json"
  arm sub --subscription "$1" --location "$location" --name "$name-role" --template-file infra/role.bicep \
    --parameters "name=$name" "principalId=$principal" "definition=@$scratch/role.json" \
    --parameters "resourceGroups=$(groups_of "$1" | json_list)"
  say "$(grep -c '^ *"Microsoft' "$scratch/role.json") actions: java -jar target/snapwarden.jar role --policy $policy --mode $mode --explain"
}

# The role before what needs it: an incident that came in between would stop for want of a right.
assigned=''
if [ -n "$app" ]; then
  read_outputs
  for each in $(guarded); do
    assign "$each"
  done
  assigned=yes
fi

begin "a vault that was deleted"
# Its name is not free for 90 days, so an earlier one of this deployment is taken up again.
vaults=$(value keyvault list-deleted --subscription "$subscription" --resource-type vault \
  --query "[?properties.tags.snapwarden=='$name' && contains(properties.vaultId, '/resourceGroups/$group/')].name")
for vault in $vaults; do
  if [ -n "$what_if" ]; then
    say "$vault would be recovered"
  else
    azure keyvault recover --subscription "$subscription" --name "$vault" --output none
    say "$vault is recovered"
  fi
done

begin "the app and what it stands on (infra/main.bicep), mode $mode"
operators_json=$(printf '%s' "$operators" |
  awk 'BEGIN { printf "[" } { printf "%s{\"id\":\"%s\",\"type\":\"%s\"}", separator, $1, $2; separator = "," } END { printf "]" }')
cat >"$scratch/main.json" <<END
{
  "\$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentParameters.json#",
  "contentVersion": "1.0.0.0",
  "parameters": {
    "name": { "value": "$name" },
    "location": { "value": "$location" },
    "tags": { "value": { "snapwarden": "$name" } },
    "mode": { "value": "$mode" },
    "subscriptions": { "value": $(guarded | json_list) },
    "secretSettings": { "value": $(printf '%s' "$secrets" | json_list) },
    "operators": { "value": $operators_json },
    "alertEmails": { "value": $(printf '%s' "$emails" | json_list) },
    "evidenceRetentionDays": { "value": $evidence_days }
  }
}
END
if [ -n "$settings" ]; then
  arm group --subscription "$subscription" --resource-group "$group" --name "$name-main" --template-file infra/main.bicep \
    --parameters "@$scratch/main.json" --parameters "extraSettings=@$settings"
else
  arm group --subscription "$subscription" --resource-group "$group" --name "$name-main" --template-file infra/main.bicep \
    --parameters "@$scratch/main.json"
fi
if [ -n "$what_if" ] && [ -z "$app" ]; then
  say "the role and the events can be shown once this is deployed"
  exit 0
fi
read_outputs

has_function() {
  value functionapp function list --subscription "$subscription" --resource-group "$group" --name "$app" --query '[].name' |
    grep -Eq '(^|/)OnSnapshotWrite$'
}

put_policy() {
  AzureWebJobsStorage__accountName=$storage snapwarden policy put "$policy"
}

if [ -z "$what_if" ]; then
  begin "the code"
  (cd target/azure-functions/snapwarden && zip -qr "$scratch/app.zip" . -x local.settings.json)
  azure functionapp deployment source config-zip --subscription "$subscription" --resource-group "$group" --name "$app" \
    --src "$scratch/app.zip" --output none
  until_done 30 has_function || stop "$app does not show the function OnSnapshotWrite: look at its log stream in the portal"
  say "$app runs it"

  begin "the policy"
  # A new role assignment takes minutes to count.
  until_done 60 put_policy
fi

# topic_of SUBSCRIPTION: name, resource group and kind of identity of the topic that it has already, if it is another's.
topic_of() {
  topics=$(value eventgrid system-topic list --subscription "$1" --query '[].[name,resourceGroup,topicType,identity.type]')
  printf '%s\n' "$topics" |
    awk -F '\t' -v own="$name-subscription-events" -v group="$group" '
      tolower($3) == "microsoft.resources.subscriptions" &&
        !(tolower($1) == own && tolower($2) == tolower(group)) { print $1, $2, $4; exit }'
}

# subscribe SUBSCRIPTION: to its events.
subscribe() {
  begin "the events of $1"
  topic=$(topic_of "$1")
  topic_name='' topic_group=''
  if [ -n "$topic" ]; then
    topic_name=$(printf '%s' "$topic" | cut -d ' ' -f 1)
    topic_group=$(printf '%s' "$topic" | cut -d ' ' -f 2)
    case $(printf '%s' "$topic" | cut -d ' ' -f 3) in
      *SystemAssigned*) ;;
      *) stop "the system topic $topic_name of $1 has no identity, without which events that cannot be delivered are lost: az eventgrid system-topic update --subscription $1 --resource-group $topic_group --name $topic_name --identity systemassigned" ;;
    esac
    say "by the system topic $topic_name, which is there"
  fi
  there=$(value group exists --subscription "$1" --name "$group")
  if [ "$there" != true ]; then
    if [ -n "$what_if" ]; then
      say "$group would be made in $1, and infra/events.bicep in it"
      return
    fi
    azure group create --subscription "$1" --name "$group" --location "$location" --tags "snapwarden=$name" --output none
  fi
  cat >"$scratch/events.json" <<END
{
  "\$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentParameters.json#",
  "contentVersion": "1.0.0.0",
  "parameters": {
    "name": { "value": "$name" },
    "functionAppId": { "value": "$app_id" },
    "storageAccountId": { "value": "$storage_id" },
    "existingTopicName": { "value": "$topic_name" },
    "existingTopicResourceGroup": { "value": "${topic_group:-$group}" },
    "actionGroupId": { "value": "$actions" },
    "resourceGroups": { "value": $(groups_of "$1" | json_list) },
    "tags": { "value": { "snapwarden": "$name" } }
  }
}
END
  arm group --subscription "$1" --resource-group "$group" --name "$name-events" --template-file infra/events.bicep \
    --parameters "@$scratch/events.json"
}

for each in $(guarded); do
  [ -n "$assigned" ] || assign "$each"
  subscribe "$each"
done
[ -z "$what_if" ] || exit 0

# ids: the incidents of the snapshot that the synthetic events are about.
ids() {
  AzureWebJobsStorage__accountName=$storage snapwarden incidents list --target "$target" --json >"$scratch/incidents" || return 1
  grep -o '"id":"[^"]*"' "$scratch/incidents" || true
}

new_id() {
  ids >"$scratch/after" && ! cmp -s "$scratch/before" "$scratch/after"
}

# By the function's own door, as Event Grid delivers: with the key that Event Grid has. Neither the key nor anything else of
# it is printed or stands in the list of processes.
post_event() {
  key=$(value functionapp keys list --subscription "$subscription" --resource-group "$group" --name "$app" \
    --query systemKeys.eventgrid_extension)
  [ -n "$key" ] || return 1
  printf '{"aeg-event-type":"Notification","Content-Type":"application/json","x-functions-key":"%s"}' "$key" >"$scratch/headers.json"
  azure rest --method post --skip-authorization-header --headers "@$scratch/headers.json" --body "@$scratch/event.json" \
    --url "https://$host/runtime/webhooks/eventgrid?functionName=OnSnapshotWrite" --output none
}

if [ -n "$check" ]; then
  begin "a synthetic event"
  tenant=$(value account show --subscription "$subscription" --query tenantId)
  first=$(guarded | head -n 1)
  target="/subscriptions/$first/resourceGroups/snapwarden-self-test/providers/Microsoft.ContainerService/snapshots/snapwarden-self-test"
  # A write that failed: whatever the policy says, such a one is never answered with more than a ticket.
  cat >"$scratch/event.json" <<END
[{
  "id": "self-test-$(date +%s)-$$",
  "topic": "/subscriptions/$first",
  "subject": "$target",
  "eventType": "Microsoft.Resources.ResourceWriteFailure",
  "eventTime": "$(date -u +%Y-%m-%dT%H:%M:%SZ)",
  "data": {
    "authorization": { "scope": "$target", "action": "Microsoft.ContainerService/snapshots/write" },
    "claims": { "appid": "00000000-0000-0000-0000-000000000000", "idtyp": "app", "oid": "00000000-0000-0000-0000-000000000000", "tid": "$tenant" },
    "correlationId": "self-test-$(date +%s)-$$",
    "operationName": "Microsoft.ContainerService/snapshots/write",
    "resourceProvider": "Microsoft.ContainerService",
    "resourceUri": "$target",
    "status": "Failed",
    "subscriptionId": "$first",
    "tenantId": "$tenant"
  },
  "dataVersion": "2",
  "metadataVersion": "1"
}]
END
  until_done 30 ids >"$scratch/before"
  until_done 30 post_event
  until_done 30 new_id ||
    stop "the event was delivered, but no incident came of it: look at the log of $app, and run this again"
  say "an incident came of it: the app reads, decides and records"
fi

say
say "Snapwarden guards in mode $mode. Its incidents:"
say "  AzureWebJobsStorage__accountName=$storage java -jar target/snapwarden.jar incidents list"
