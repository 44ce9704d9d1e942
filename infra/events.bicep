// Sends the subscription's snapshot writes to the app. Deploy it after the code: Event Grid refuses a function that does
// not exist yet.

targetScope = 'resourceGroup'

@description('The name that main.bicep was deployed with.')
@minLength(3)
@maxLength(20)
param name string = 'snapwarden'

@description('functionAppName in the outputs of main.bicep.')
param functionAppName string

@description('storageAccountName in the outputs of main.bicep. Events that could not be delivered are kept there.')
param storageAccountName string

@description('Name of the system topic that the subscription already has, for there can be only one. It must have a system-assigned identity. Leave it empty to create the topic.')
param existingTopicName string = ''

@description('Resource group of the existing system topic.')
param existingTopicResourceGroup string = resourceGroup().name

@description('Tags for every resource.')
param tags object = {}

var createTopic = empty(existingTopicName)
var topicName = createTopic ? '${name}-subscription-events' : existingTopicName
var topicResourceGroup = createTopic ? resourceGroup().name : existingTopicResourceGroup
var deadLetterContainer = 'snapwarden-dead-letters'

// Microsoft Learn, "Azure built-in roles": Storage Blob Data Contributor.
var blobDataContributor = 'ba92f5b4-2d11-453d-a403-e96b0029c9fe'

resource functionApp 'Microsoft.Web/sites@2025-03-01' existing = {
  name: functionAppName
}

resource storage 'Microsoft.Storage/storageAccounts@2025-06-01' existing = {
  name: storageAccountName
}

resource blobService 'Microsoft.Storage/storageAccounts/blobServices@2025-06-01' existing = {
  parent: storage
  name: 'default'
}

resource deadLetters 'Microsoft.Storage/storageAccounts/blobServices/containers@2025-06-01' = {
  parent: blobService
  name: deadLetterContainer
  properties: {
    publicAccess: 'None'
  }
}

resource newTopic 'Microsoft.EventGrid/systemTopics@2025-02-15' = if (createTopic) {
  name: '${name}-subscription-events'
  location: 'global' // as the events of a subscription are
  tags: tags
  identity: {
    type: 'SystemAssigned'
  }
  properties: {
    source: subscription().id
    topicType: 'Microsoft.Resources.Subscriptions'
  }
}

// Somebody else's: it is looked at, never changed.
resource existingTopic 'Microsoft.EventGrid/systemTopics@2025-02-15' existing = if (!createTopic) {
  name: topicName
  scope: resourceGroup(topicResourceGroup)
}

// On the container alone: the same account holds the policy and the evidence, which the topic has no business with.
resource deadLetterAccess 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(deadLetters.id, topicResourceGroup, topicName, blobDataContributor)
  scope: deadLetters
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', blobDataContributor)
    principalId: createTopic ? newTopic!.identity.principalId : existingTopic!.identity.principalId
    principalType: 'ServicePrincipal'
  }
}

// A module, because an existing topic may be in another resource group.
module snapshotWrites 'event-subscription.bicep' = {
  name: '${name}-event-subscription'
  scope: resourceGroup(topicResourceGroup)
  params: {
    name: '${name}-snapshot-writes'
    topicName: topicName
    functionId: '${functionApp.id}/functions/OnSnapshotWrite'
    storageAccountId: storage.id
    deadLetterContainer: deadLetterContainer
  }
  // Event Grid tries the container when the event subscription is made.
  dependsOn: [
    deadLetterAccess
    newTopic
  ]
}
