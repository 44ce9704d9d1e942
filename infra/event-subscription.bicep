// Part of events.bicep: one event subscription, in the resource group of its system topic.

targetScope = 'resourceGroup'

@description('Name of the event subscription.')
param name string

@description('Name of the system topic in this resource group.')
param topicName string

@description('Resource id of the function that takes the events.')
param functionId string

@description('Resource id of the storage account that keeps events that could not be delivered.')
param storageAccountId string

@description('Container for events that could not be delivered.')
param deadLetterContainer string

@description('Names of the resource groups whose snapshots are guarded; with none, all of the subscription.')
param resourceGroups array = []

// With the slash: aks-prod is no part of aks-prod-2. Compared without case.
var guardedGroups = map(resourceGroups, group => '${subscription().id}/resourceGroups/${group}/')

resource topic 'Microsoft.EventGrid/systemTopics@2025-02-15' existing = {
  name: topicName
}

resource snapshotWrites 'Microsoft.EventGrid/systemTopics/eventSubscriptions@2025-02-15' = {
  parent: topic
  name: name
  properties: {
    destination: {
      endpointType: 'AzureFunction'
      properties: {
        resourceId: functionId
        // If one event of a batch fails, Event Grid delivers all of it again.
        maxEventsPerBatch: 1
        preferredBatchSizeInKilobytes: 64
      }
    }
    eventDeliverySchema: 'EventGridSchema'
    filter: {
      // Failure and Cancel are attempts, and are recorded as such.
      includedEventTypes: [
        'Microsoft.Resources.ResourceWriteSuccess'
        'Microsoft.Resources.ResourceWriteFailure'
        'Microsoft.Resources.ResourceWriteCancel'
      ]
      // Whole names, compared without case: a part of a name would let in Microsoft.Compute/snapshots/write too.
      advancedFilters: concat(
        [
          {
            operatorType: 'StringIn'
            key: 'data.operationName'
            values: [
              'Microsoft.ContainerService/snapshots/write'
              'Microsoft.ContainerService/managedclustersnapshots/write'
            ]
          }
        ],
        empty(resourceGroups)
          ? []
          : [
              {
                operatorType: 'StringBeginsWith'
                key: 'subject'
                values: guardedGroups
              }
            ]
      )
    }
    // The most that Event Grid offers: a day.
    retryPolicy: {
      maxDeliveryAttempts: 30
      eventTimeToLiveInMinutes: 1440
    }
    // Without a place for them, Event Grid drops in silence what it could not deliver.
    deadLetterWithResourceIdentity: {
      identity: {
        type: 'SystemAssigned'
      }
      deadLetterDestination: {
        endpointType: 'StorageBlob'
        properties: {
          resourceId: storageAccountId
          blobContainerName: deadLetterContainer
        }
      }
    }
  }
}
