// The function app and what it stands on: identity, storage, vault, telemetry, plan, settings, alerts.
//
// Nothing here has a key or a password of Azure: the app's identity is its only credential. Secrets of trackers are in
// the vault, where operators put them; no template and no parameter ever holds one.

targetScope = 'resourceGroup'

@description('What the resources are called: letters, digits and hyphens. Use another name for a second deployment in the same subscription.')
@minLength(3)
@maxLength(20)
param name string = 'snapwarden'

@description('Where the resources go. It must be a region that offers Flex Consumption.')
param location string = resourceGroup().location

@description('Tags for every resource.')
param tags object = {}

@description('How far any response may go, whatever the policy says. Begin with observe: it records and touches nothing.')
@allowed([
  'observe'
  'ticket'
  'approve'
  'remediate'
])
param mode string = 'observe'

@description('The policy blob as container/name, in the storage account of this deployment. While it does not exist, the policy packaged with the app counts.')
param policyBlob string = 'snapwarden/policy.json'

@description('Ids of the subscriptions whose Activity Log is swept for writes whose event got lost. Give each of them the role and the events, too.')
param subscriptions array = [
  subscription().subscriptionId
]

@description('Further app settings, name to value. Settings of the same name in this template win. Secrets do not belong here: name their settings in secretSettings.')
@secure()
param extraSettings object = {}

@description('Names of settings that hold secrets, as SNAPWARDEN_TICKET_GITHUB_TOKEN. Each becomes a reference to the secret of that name in the vault, in lower case and with hyphens: snapwarden-ticket-github-token.')
param secretSettings array = []

@description('Who runs this: { id: object id, type: User, Group or ServicePrincipal } each. They may read and write the policy, the evidence and the incidents, send messages to the queue, and write the secrets.')
param operators array = []

@description('Mail addresses that alerts are sent to. With none, alerts show in the portal only.')
param alertEmails array = []

@description('For how many days nobody, no owner either, can change or delete evidence. 0: no such protection. Set it with the first deployment: a container that exists already must be migrated before. The policy is left unlocked; setting it back to 0 does not remove it.')
@minValue(0)
@maxValue(146000)
param evidenceRetentionDays int = 0

@description('Whether to bring back the vault of an earlier deployment of the same name, which Azure keeps for 90 days after it was deleted. While it is kept, no new one can take its name.')
param recoverVault bool = false

@description('Redundancy of the storage account. It holds the incidents and the evidence.')
@allowed([
  'Standard_LRS'
  'Standard_ZRS'
  'Standard_GRS'
  'Standard_GZRS'
])
param storageSku string = 'Standard_ZRS'

@description('Memory of one instance in MB.')
@allowed([
  512
  2048
  4096
])
param instanceMemoryMB int = 2048

@description('The most instances that a function is scaled out to.')
@minValue(1)
@maxValue(1000)
param maximumInstanceCount int = 40

@description('Instances of OnSnapshotWrite that are always kept warm, which costs money. With 0, the first event after a pause waits for a cold start, and Event Grid may have to deliver it twice.')
@minValue(0)
@maxValue(20)
param alwaysReadyInstances int = 0

@description('For how many days logs are kept.')
@minValue(30)
@maxValue(730)
param logRetentionDays int = 90

// Site and storage names are global, so they carry what is unique to this resource group.
var unique = uniqueString(resourceGroup().id, name)
var functionAppName = '${name}-${unique}'
var storageName = '${take(toLower(replace(name, '-', '')), 11)}${unique}'
var vaultName = 'kv-${take(toLower(replace(name, '-', '')), 8)}${unique}'

// The app's code names these: a change here alone would break it.
var policyContainer = 'snapwarden'
var evidenceContainer = 'snapwarden-evidence'
var incidentQueue = 'snapwarden-incidents'
var incidentTable = 'SnapwardenIncidents'
var ticketTable = 'SnapwardenTickets'
var sweepTable = 'SnapwardenSweeps'
var limitTable = 'SnapwardenLimits'

var deploymentContainer = 'snapwarden-deployments'

// events.bicep names it, too. It is made here, so that events.bicep needs no rights to make it when it is deployed from
// another subscription.
var deadLetterContainer = 'snapwarden-dead-letters'

// Ids from Microsoft Learn, "Azure built-in roles"; they are the same in every tenant.
var storageRoles = {
  blobDataOwner: 'b7e6dc6d-f1e8-4753-8033-0f276bb0955b' // Storage Blob Data Owner
  queueDataContributor: '974c5e8b-45b9-4653-ba55-5f855dd0fb88' // Storage Queue Data Contributor
  tableDataContributor: '0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3' // Storage Table Data Contributor
}
var monitoringMetricsPublisher = '3913510d-42f4-4e42-8a64-420c390055eb' // Monitoring Metrics Publisher
var keyVaultSecretsUser = '4633458b-17de-408a-b874-0445c86b69e6' // Key Vault Secrets User

var operatorStorageRoles = {
  blobDataContributor: 'ba92f5b4-2d11-453d-a403-e96b0029c9fe' // Storage Blob Data Contributor
  queueDataMessageSender: 'c6a89b2d-59bc-44d0-9896-0f6e12d7b80a' // Storage Queue Data Message Sender
  tableDataContributor: '0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3' // Storage Table Data Contributor
}
var keyVaultSecretsOfficer = 'b86a8fe4-44ce-4948-aee5-eccb2c155cd7' // Key Vault Secrets Officer

// Every operator with every role.
var operatorGrants = flatten(map(
  operators,
  operator => map(items(operatorStorageRoles), role => { id: operator.id, type: operator.type, role: role.value })
))

// Without a version, so that a secret that is replaced counts without another deployment.
var secretsUri = 'https://${vaultName}${environment().suffixes.keyvaultDns}/secrets/'
var secretReferences = toObject(
  secretSettings,
  setting => setting,
  setting => '@Microsoft.KeyVault(SecretUri=${secretsUri}${toLower(replace(setting, '_', '-'))})'
)

// User-assigned, so that its object id is known before the app exists: the app needs it as a setting to tell its own
// writes from others', and it outlives the app when that is deployed anew.
resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' = {
  name: '${name}-identity'
  location: location
  tags: tags
}

resource storage 'Microsoft.Storage/storageAccounts@2025-06-01' = {
  name: storageName
  location: location
  tags: tags
  kind: 'StorageV2'
  sku: {
    name: storageSku
  }
  properties: {
    accessTier: 'Hot'
    allowBlobPublicAccess: false
    allowCrossTenantReplication: false
    // Whoever holds a key could rewrite the policy without leaving a name.
    allowSharedKeyAccess: false
    defaultToOAuthAuthentication: true
    minimumTlsVersion: 'TLS1_2'
    supportsHttpsTrafficOnly: true
  }
}

resource blobService 'Microsoft.Storage/storageAccounts/blobServices@2025-06-01' = {
  parent: storage
  name: 'default'
  properties: {
    // The policy decides who is allowed, and evidence is kept to be shown later: an overwritten or deleted blob can be
    // brought back.
    isVersioningEnabled: true
    deleteRetentionPolicy: {
      enabled: true
      days: 30
    }
    containerDeleteRetentionPolicy: {
      enabled: true
      days: 30
    }
  }
}

resource containers 'Microsoft.Storage/storageAccounts/blobServices/containers@2025-06-01' = [
  for container in [
    policyContainer
    deadLetterContainer
    deploymentContainer
  ]: {
    parent: blobService
    name: container
    properties: {
      publicAccess: 'None'
    }
  }
]

// Protected version by version, not as a container: the Functions host writes a blob in two requests, an empty one first
// (BlockBlobClient.OpenWrite in Azure/azure-sdk-for-net), and a policy of the whole container would refuse the second.
resource evidence 'Microsoft.Storage/storageAccounts/blobServices/containers@2025-06-01' = {
  parent: blobService
  name: evidenceContainer
  properties: union(
    {
      publicAccess: 'None'
    },
    evidenceRetentionDays > 0
      ? {
          immutableStorageWithVersioning: {
            enabled: true
          }
        }
      : {}
  )
}

// Unlocked, so that a period that was set too long can be mended. Locking it is an order that nobody can take back:
// az storage container immutability-policy lock.
resource evidenceRetention 'Microsoft.Storage/storageAccounts/blobServices/containers/immutabilityPolicies@2025-06-01' = if (evidenceRetentionDays > 0) {
  parent: evidence
  name: 'default'
  properties: {
    immutabilityPeriodSinceCreationInDays: evidenceRetentionDays
  }
}

resource queueService 'Microsoft.Storage/storageAccounts/queueServices@2025-06-01' = {
  parent: storage
  name: 'default'
}

// The Functions host puts a message that failed too often into <queue>-poison; OnPoisonIncident listens there.
resource queues 'Microsoft.Storage/storageAccounts/queueServices/queues@2025-06-01' = [
  for queue in [
    incidentQueue
    '${incidentQueue}-poison'
  ]: {
    parent: queueService
    name: queue
  }
]

resource tableService 'Microsoft.Storage/storageAccounts/tableServices@2025-06-01' = {
  parent: storage
  name: 'default'
}

resource tables 'Microsoft.Storage/storageAccounts/tableServices/tables@2025-06-01' = [
  for table in [
    incidentTable
    ticketTable
    sweepTable
    limitTable
  ]: {
    parent: tableService
    name: table
  }
]

resource workspace 'Microsoft.OperationalInsights/workspaces@2025-07-01' = {
  name: '${name}-logs'
  location: location
  tags: tags
  properties: {
    sku: {
      name: 'PerGB2018'
    }
    retentionInDays: logRetentionDays
  }
}

resource insights 'Microsoft.Insights/components@2020-02-02' = {
  name: '${name}-insights'
  location: location
  tags: tags
  kind: 'web'
  properties: {
    Application_Type: 'web'
    WorkspaceResourceId: workspace.id
    // Otherwise anybody who sees the connection string could write telemetry, and so bury what the app says.
    DisableLocalAuth: true
  }
}

resource vault 'Microsoft.KeyVault/vaults@2025-05-01' = {
  name: vaultName
  location: location
  tags: tags
  properties: {
    sku: {
      family: 'A'
      name: 'standard'
    }
    tenantId: tenant().tenantId
    createMode: recoverVault ? 'recover' : 'default'
    // Roles only: whoever may write an access policy could let themselves in.
    enableRbacAuthorization: true
    accessPolicies: []
    enableSoftDelete: true
    softDeleteRetentionInDays: 90
    // For good: neither the app nor a thief of its rights can make the trackers' secrets unrecoverable.
    enablePurgeProtection: true
  }
}

resource secretAccess 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(vault.id, identity.id, keyVaultSecretsUser)
  scope: vault
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', keyVaultSecretsUser)
    principalId: identity.properties.principalId
    principalType: 'ServicePrincipal'
  }
}

resource operatorStorageAccess 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for grant in operatorGrants: {
    name: guid(storage.id, grant.id, grant.role)
    scope: storage
    properties: {
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', grant.role)
      principalId: grant.id
      principalType: grant.type
    }
  }
]

resource operatorVaultAccess 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for operator in operators: {
    name: guid(vault.id, operator.id, keyVaultSecretsOfficer)
    scope: vault
    properties: {
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', keyVaultSecretsOfficer)
      principalId: operator.id
      principalType: operator.type
    }
  }
]

// Who read and wrote the policy and the evidence, by object id and address. Our own reading and the host's leases are
// among it: some megabytes a day.
resource blobAudit 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'who-did-what'
  scope: blobService
  properties: {
    workspaceId: workspace.id
    logs: [
      for category in [
        'StorageRead'
        'StorageWrite'
        'StorageDelete'
      ]: {
        category: category
        enabled: true
      }
    ]
  }
}

// Who wrote incidents, approvals and limits, which is nobody but the app and the operators. Reading them is not logged:
// the app does little else.
resource tableAudit 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'who-did-what'
  scope: tableService
  properties: {
    workspaceId: workspace.id
    logs: [
      for category in [
        'StorageWrite'
        'StorageDelete'
      ]: {
        category: category
        enabled: true
      }
    ]
  }
}

resource vaultAudit 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'who-did-what'
  scope: vault
  properties: {
    workspaceId: workspace.id
    logs: [
      {
        category: 'AuditEvent'
        enabled: true
      }
    ]
  }
}

// Blob Data Owner rather than Contributor: the Functions host asks for it on its own storage.
resource storageAccess 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for role in items(storageRoles): {
    name: guid(storage.id, identity.id, role.value)
    scope: storage
    properties: {
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', role.value)
      principalId: identity.properties.principalId
      // Without it, the assignment fails while the new identity is not yet known everywhere in the directory.
      principalType: 'ServicePrincipal'
    }
  }
]

resource telemetryAccess 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(insights.id, identity.id, monitoringMetricsPublisher)
  scope: insights
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', monitoringMetricsPublisher)
    principalId: identity.properties.principalId
    principalType: 'ServicePrincipal'
  }
}

resource plan 'Microsoft.Web/serverfarms@2025-03-01' = {
  name: '${name}-plan'
  location: location
  tags: tags
  kind: 'functionapp'
  sku: {
    name: 'FC1'
    tier: 'FlexConsumption'
  }
  properties: {
    reserved: true // Linux, the only system that the plan has
  }
}

resource functionApp 'Microsoft.Web/sites@2025-03-01' = {
  name: functionAppName
  location: location
  tags: tags
  kind: 'functionapp,linux'
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    serverFarmId: plan.id
    httpsOnly: true
    // The app has no system-assigned identity, which references would be resolved with otherwise.
    keyVaultReferenceIdentity: identity.id
    siteConfig: {
      minTlsVersion: '1.2'
    }
    functionAppConfig: {
      runtime: {
        name: 'java'
        version: '21'
      }
      deployment: {
        storage: {
          type: 'blobContainer'
          value: '${storage.properties.primaryEndpoints.blob}${deploymentContainer}'
          authentication: {
            type: 'UserAssignedIdentity'
            userAssignedIdentityResourceId: identity.id
          }
        }
      }
      scaleAndConcurrency: {
        instanceMemoryMB: instanceMemoryMB
        maximumInstanceCount: maximumInstanceCount
        alwaysReady: alwaysReadyInstances == 0
          ? []
          : [
              {
                name: 'function:OnSnapshotWrite'
                instanceCount: alwaysReadyInstances
              }
            ]
      }
    }
  }
  dependsOn: [
    containers
    storageAccess
  ]
}

// No user name and password, neither for FTP, which is off with it, nor for deploying: whoever deploys signs in, and is seen
// in the Activity Log. (siteConfig.ftpsState is not for Flex Consumption, which has no FTP server.)
resource ftp 'Microsoft.Web/sites/basicPublishingCredentialsPolicies@2025-03-01' = {
  parent: functionApp
  name: 'ftp'
  properties: {
    allow: false
  }
}

resource scm 'Microsoft.Web/sites/basicPublishingCredentialsPolicies@2025-03-01' = {
  parent: functionApp
  name: 'scm'
  properties: {
    allow: false
  }
}

// Neither FUNCTIONS_WORKER_RUNTIME nor FUNCTIONS_EXTENSION_VERSION: on Flex Consumption functionAppConfig says both.
resource settings 'Microsoft.Web/sites/config@2025-03-01' = {
  parent: functionApp
  name: 'appsettings'
  properties: union(extraSettings, secretReferences, {
    // Service URIs rather than the account's name, so that sovereign clouds work too.
    AzureWebJobsStorage__credential: 'managedidentity'
    AzureWebJobsStorage__clientId: identity.properties.clientId
    AzureWebJobsStorage__blobServiceUri: 'https://${storage.name}.blob.${environment().suffixes.storage}'
    AzureWebJobsStorage__queueServiceUri: 'https://${storage.name}.queue.${environment().suffixes.storage}'
    AzureWebJobsStorage__tableServiceUri: 'https://${storage.name}.table.${environment().suffixes.storage}'
    APPLICATIONINSIGHTS_CONNECTION_STRING: insights.properties.ConnectionString
    APPLICATIONINSIGHTS_AUTHENTICATION_STRING: 'ClientId=${identity.properties.clientId};Authorization=AAD'
    SNAPWARDEN_MODE: mode
    SNAPWARDEN_POLICY: policyBlob
    SNAPWARDEN_PRINCIPAL_ID: identity.properties.principalId
    SNAPWARDEN_ARM_ENDPOINT: environment().resourceManager
    SNAPWARDEN_SUBSCRIPTIONS: join(subscriptions, ',')
  })
  // The host reads its storage as soon as it has these.
  dependsOn: [
    evidence
    queues
    secretAccess
    storageAccess
    tables
    telemetryAccess
  ]
}

module monitor 'monitor.bicep' = {
  name: '${name}-monitor'
  params: {
    name: name
    location: location
    tags: tags
    insightsId: insights.id
    alertEmails: alertEmails
    sweeps: !empty(subscriptions)
  }
}

@description('For deploying the code.')
output functionAppName string = functionApp.name

@description('For events.bicep.')
output functionAppId string = functionApp.id

@description('Where Event Grid delivers to.')
output functionAppHost string = functionApp.properties.defaultHostName

@description('For the command line, as AzureWebJobsStorage__accountName.')
output storageAccountName string = storage.name

@description('For events.bicep.')
output storageAccountId string = storage.id

@description('For role.bicep: the object id of the app\'s identity.')
output principalId string = identity.properties.principalId

@description('Where the secrets of secretSettings are put.')
output keyVaultName string = vault.name

@description('For events.bicep.')
output actionGroupId string = monitor.outputs.actionGroupId

@description('Where all logs are.')
output workspaceId string = workspace.id
