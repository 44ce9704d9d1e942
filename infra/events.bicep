// Event Grid tells the app of every snapshot write in the subscription of this resource group. Deploy this
// last: the function must be there, and have its trigger, before Event Grid accepts it as an endpoint.
targetScope = 'resourceGroup'

@description('The function app\'s id: the output appId of main.bicep.')
param appId string

@description('The storage account\'s id: the output storageId of main.bicep.')
param storageId string

@description('A system topic of this subscription that exists already, in this resource group: a source can have only one. Empty makes a new one.')
param existingTopic string = ''

@description('Names the new topic and the event subscription.')
param name string = 'snapwarden'

var deadLetters = 'snapwarden-dead-letters'

// Built-in role (Microsoft Learn, "Azure built-in roles").
var storageBlobDataContributor = 'ba92f5b4-2d11-453d-a403-e96b0029c9fe'

resource newTopic 'Microsoft.EventGrid/systemTopics@2025-02-15' = if (empty(existingTopic)) {
  name: name
  location: 'global'
  identity: {
    type: 'SystemAssigned'
  }
  properties: {
    source: subscription().id
    topicType: 'Microsoft.Resources.Subscriptions'
  }
}

resource topic 'Microsoft.EventGrid/systemTopics@2025-02-15' existing = {
  name: empty(existingTopic) ? name : existingTopic
}

resource storage 'Microsoft.Storage/storageAccounts@2025-06-01' existing = {
  name: last(split(storageId, '/'))
}

// An existing topic must have its own identity, with this role, before.
resource mayDeadLetter 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (empty(existingTopic)) {
  name: guid(storageId, name, storageBlobDataContributor)
  scope: storage
  properties: {
    roleDefinitionId: subscriptionResourceId(
      'Microsoft.Authorization/roleDefinitions',
      storageBlobDataContributor
    )
    principalId: newTopic!.identity.principalId
    principalType: 'ServicePrincipal'
  }
}

resource snapshotWrites 'Microsoft.EventGrid/systemTopics/eventSubscriptions@2025-02-15' = {
  parent: topic
  name: name
  dependsOn: [newTopic, mayDeadLetter]
  properties: {
    destination: {
      endpointType: 'AzureFunction'
      properties: {
        resourceId: '${appId}/functions/OnSnapshotWrite'
        // One event for each invocation: if one fails, only that one comes again.
        maxEventsPerBatch: 1
        preferredBatchSizeInKilobytes: 64
      }
    }
    eventDeliverySchema: 'EventGridSchema'
    filter: {
      includedEventTypes: [
        'Microsoft.Resources.ResourceWriteSuccess'
        'Microsoft.Resources.ResourceWriteFailure'
        'Microsoft.Resources.ResourceWriteCancel'
      ]
      advancedFilters: [
        {
          // Whole names: "snapshots/write" alone would match disks too.
          operatorType: 'StringIn'
          key: 'data.operationName'
          values: [
            'Microsoft.ContainerService/snapshots/write'
            'Microsoft.ContainerService/managedclustersnapshots/write'
          ]
        }
      ]
    }
    retryPolicy: {
      maxDeliveryAttempts: 30
      eventTimeToLiveInMinutes: 1440
    }
    deadLetterWithResourceIdentity: {
      identity: {
        type: 'SystemAssigned'
      }
      deadLetterDestination: {
        endpointType: 'StorageBlob'
        properties: {
          resourceId: storageId
          blobContainerName: deadLetters
        }
      }
    }
  }
}
