// The function app and what it stands on, in one resource group. Deploy this first, then the code, then
// rights.bicep and events.bicep: README.md has the commands.
targetScope = 'resourceGroup'

@description('Names the resources; letters and digits, at most 11, so that the storage account\'s name fits.')
@minLength(3)
@maxLength(11)
param name string = 'snapwarden'

@description('Where to deploy. Must be a region that has the Flex Consumption plan.')
param location string = resourceGroup().location

@description('How far any response may go. A new deployment only observes.')
@allowed(['observe', 'ticket', 'approve', 'remediate'])
param mode string = 'observe'

@description('Memory of an instance, in MB.')
@allowed([512, 2048, 4096])
param instanceMemory int = 2048

@description('How many instances there may be at most.')
@minValue(40)
@maxValue(1000)
param maximumInstances int = 40

var unique = '${toLower(name)}${uniqueString(resourceGroup().id)}'
var deploymentContainer = 'app-package'
var containers = [deploymentContainer, 'snapwarden', 'snapwarden-evidence', 'snapwarden-dead-letters']
var queues = ['snapwarden-incidents', 'snapwarden-incidents-poison']
var tables = ['SnapwardenIncidents', 'SnapwardenTickets']

// Built-in roles (Microsoft Learn, "Azure built-in roles").
var storageBlobDataOwner = 'b7e6dc6d-f1e8-4753-8033-0f276bb0955b'
var storageQueueDataContributor = '974c5e8b-45b9-4653-ba55-5f855dd0fb88'
var storageTableDataContributor = '0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3'
var monitoringMetricsPublisher = '3913510d-42f4-4e42-8a64-420c390055eb'

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' = {
  name: name
  location: location
}

resource storage 'Microsoft.Storage/storageAccounts@2025-06-01' = {
  name: take(unique, 24)
  location: location
  kind: 'StorageV2'
  sku: {
    name: 'Standard_ZRS'
  }
  properties: {
    allowBlobPublicAccess: false
    // No key opens the evidence: only identities do.
    allowSharedKeyAccess: false
    minimumTlsVersion: 'TLS1_2'
    supportsHttpsTrafficOnly: true
  }

  resource blobs 'blobServices' = {
    name: 'default'
    properties: {
      // The old versions of the policy, and of evidence that somebody tampered with.
      isVersioningEnabled: true
      deleteRetentionPolicy: {
        enabled: true
        days: 30
      }
    }

    resource container 'containers' = [
      for container in containers: {
        name: container
      }
    ]
  }

  resource queueService 'queueServices' = {
    name: 'default'

    resource queue 'queues' = [
      for queue in queues: {
        name: queue
      }
    ]
  }

  resource tableService 'tableServices' = {
    name: 'default'

    resource table 'tables' = [
      for table in tables: {
        name: table
      }
    ]
  }
}

resource logs 'Microsoft.OperationalInsights/workspaces@2025-07-01' = {
  name: name
  location: location
  properties: {
    sku: {
      name: 'PerGB2018'
    }
    retentionInDays: 30
  }
}

resource insights 'Microsoft.Insights/components@2020-02-02' = {
  name: name
  location: location
  kind: 'web'
  properties: {
    Application_Type: 'web'
    WorkspaceResourceId: logs.id
    DisableLocalAuth: true
  }
}

resource plan 'Microsoft.Web/serverfarms@2025-03-01' = {
  name: name
  location: location
  kind: 'functionapp'
  sku: {
    name: 'FC1'
    tier: 'FlexConsumption'
  }
  properties: {
    reserved: true
  }
}

resource app 'Microsoft.Web/sites@2025-03-01' = {
  name: unique
  location: location
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
    keyVaultReferenceIdentity: identity.id
    siteConfig: {
      minTlsVersion: '1.2'
      ftpsState: 'Disabled'
    }
    functionAppConfig: {
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
      runtime: {
        name: 'java'
        version: '21'
      }
      scaleAndConcurrency: {
        instanceMemoryMB: instanceMemory
        maximumInstanceCount: maximumInstances
      }
    }
  }

  resource settings 'config' = {
    name: 'appsettings'
    properties: {
      AzureWebJobsStorage__credential: 'managedidentity'
      AzureWebJobsStorage__clientId: identity.properties.clientId
      AzureWebJobsStorage__accountName: storage.name
      APPLICATIONINSIGHTS_CONNECTION_STRING: insights.properties.ConnectionString
      APPLICATIONINSIGHTS_AUTHENTICATION_STRING: 'ClientId=${identity.properties.clientId};Authorization=AAD'
      SNAPWARDEN_MODE: mode
      SNAPWARDEN_POLICY: 'snapwarden/policy.json'
      SNAPWARDEN_PRINCIPAL_ID: identity.properties.principalId
      SNAPWARDEN_ARM_ENDPOINT: environment().resourceManager
    }
    // The host reads its storage as soon as it has the settings.
    dependsOn: [storageRights]
  }
}

resource storageRights 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for role in [storageBlobDataOwner, storageQueueDataContributor, storageTableDataContributor]: {
    name: guid(storage.id, identity.id, role)
    scope: storage
    properties: {
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', role)
      principalId: identity.properties.principalId
      principalType: 'ServicePrincipal'
    }
  }
]

resource insightsRights 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(insights.id, identity.id, monitoringMetricsPublisher)
  scope: insights
  properties: {
    roleDefinitionId: subscriptionResourceId(
      'Microsoft.Authorization/roleDefinitions',
      monitoringMetricsPublisher
    )
    principalId: identity.properties.principalId
    principalType: 'ServicePrincipal'
  }
}

@description('The function app\'s name, for publishing the code.')
output appName string = app.name

@description('The function app\'s id, for events.bicep.')
output appId string = app.id

@description('The storage account\'s id, for events.bicep.')
output storageId string = storage.id

@description('The object id of the app\'s identity, for rights.bicep.')
output principalId string = identity.properties.principalId
