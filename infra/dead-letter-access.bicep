// Part of events.bicep: lets a system topic keep what it could not deliver. In the resource group of the storage account,
// which may be in another subscription than the topic.

targetScope = 'resourceGroup'

@description('Name of the storage account in this resource group.')
param storageAccountName string

@description('Container for events that could not be delivered. main.bicep has made it.')
param container string

@description('Resource id of the system topic.')
param topicId string

@description('Object id of the system topic\'s identity.')
param principalId string

var blobDataContributor = 'ba92f5b4-2d11-453d-a403-e96b0029c9fe' // Storage Blob Data Contributor

resource storage 'Microsoft.Storage/storageAccounts@2025-06-01' existing = {
  name: storageAccountName
}

resource blobService 'Microsoft.Storage/storageAccounts/blobServices@2025-06-01' existing = {
  parent: storage
  name: 'default'
}

resource deadLetters 'Microsoft.Storage/storageAccounts/blobServices/containers@2025-06-01' existing = {
  parent: blobService
  name: container
}

// On the container alone: the same account holds the policy and the evidence, which the topic has no business with.
resource access 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(deadLetters.id, topicId, blobDataContributor)
  scope: deadLetters
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', blobDataContributor)
    principalId: principalId
    principalType: 'ServicePrincipal'
  }
}
