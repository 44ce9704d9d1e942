// The function app and what it stands on: identity, storage, telemetry, plan, settings.
//
// Nothing here has a key or a password: the app's identity is its only credential.

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

@description('Further app settings, name to value. Settings of the same name in this template win. Give secrets as Key Vault references.')
@secure()
param extraSettings object = {}

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

// The app's code names these: a change here alone would break it.
var policyContainer = 'snapwarden'
var evidenceContainer = 'snapwarden-evidence'
var incidentQueue = 'snapwarden-incidents'
var incidentTable = 'SnapwardenIncidents'
var ticketTable = 'SnapwardenTickets'
var sweepTable = 'SnapwardenSweeps'

var deploymentContainer = 'snapwarden-deployments'

// Ids from Microsoft Learn, "Azure built-in roles"; they are the same in every tenant.
var storageRoles = {
  blobDataOwner: 'b7e6dc6d-f1e8-4753-8033-0f276bb0955b' // Storage Blob Data Owner
  queueDataContributor: '974c5e8b-45b9-4653-ba55-5f855dd0fb88' // Storage Queue Data Contributor
  tableDataContributor: '0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3' // Storage Table Data Contributor
}
var monitoringMetricsPublisher = '3913510d-42f4-4e42-8a64-420c390055eb' // Monitoring Metrics Publisher

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
    evidenceContainer
    deploymentContainer
  ]: {
    parent: blobService
    name: container
    properties: {
      publicAccess: 'None'
    }
  }
]

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

// No user name and password, neither for FTP nor for deploying: whoever deploys signs in, and is seen in the Activity Log.
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
  properties: union(extraSettings, {
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
    queues
    storageAccess
    tables
    telemetryAccess
  ]
}

@description('For deploying the code, and for events.bicep.')
output functionAppName string = functionApp.name

@description('For events.bicep.')
output storageAccountName string = storage.name

@description('For role.bicep: the object id of the app\'s identity.')
output principalId string = identity.properties.principalId
