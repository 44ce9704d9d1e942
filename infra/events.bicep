// Sends a subscription's snapshot writes to the app. Deploy it in the subscription that is guarded, which a system topic
// of its events lives in, and after the code: Event Grid refuses a function that does not exist yet.

targetScope = 'resourceGroup'

@description('The name that main.bicep was deployed with.')
@minLength(3)
@maxLength(20)
param name string = 'snapwarden'

@description('functionAppId in the outputs of main.bicep.')
param functionAppId string

@description('storageAccountId in the outputs of main.bicep. Events that could not be delivered are kept there.')
param storageAccountId string

@description('Name of the system topic that the subscription already has, for there can be only one. It must have a system-assigned identity. Leave it empty to create the topic.')
param existingTopicName string = ''

@description('Resource group of the existing system topic.')
param existingTopicResourceGroup string = resourceGroup().name

@description('actionGroupId in the outputs of main.bicep. Leave it empty to have no alerts on the topic.')
param actionGroupId string = ''

@description('Names of the resource groups whose snapshots are guarded; with none, all of the subscription. Event Grid takes 25 values in all filters together, of which two are the operations.')
@maxLength(23)
param resourceGroups array = []

@description('Tags for every resource.')
param tags object = {}

var createTopic = empty(existingTopicName)
var topicName = createTopic ? '${name}-subscription-events' : existingTopicName
var topicResourceGroup = createTopic ? resourceGroup().name : existingTopicResourceGroup
var topicId = resourceId(topicResourceGroup, 'Microsoft.EventGrid/systemTopics', topicName)
var deadLetterContainer = 'snapwarden-dead-letters'
var eventSubscription = '${name}-snapshot-writes'

// /subscriptions/<2>/resourceGroups/<4>/providers/Microsoft.Storage/storageAccounts/<8>
var storageAccount = split(storageAccountId, '/')

// Microsoft Learn, "Supported metrics for Microsoft.EventGrid/systemTopics". Failed attempts are no loss yet: one may
// meet a cold start, and is repeated.
var topicAlerts = [
  {
    name: 'dead-letters'
    metric: 'DeadLetteredCount'
    threshold: 0
    severity: 1
    description: 'Events of snapshot writes could not be delivered for a day, or were refused. They are in the container snapwarden-dead-letters.'
  }
  {
    name: 'dropped-events'
    metric: 'DroppedEventCount'
    threshold: 0
    severity: 1
    description: 'Events of snapshot writes are lost: they could neither be delivered nor be kept. The sweep should find the writes.'
  }
  {
    name: 'failing-deliveries'
    metric: 'DeliveryAttemptFailCount'
    threshold: 10
    severity: 2
    description: 'Event Grid tries again and again to deliver events of snapshot writes. See whether the function app is running.'
  }
]

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

// A module, because the storage account may be in another subscription.
module deadLetterAccess 'dead-letter-access.bicep' = {
  name: '${name}-dead-letters-${uniqueString(topicId)}'
  scope: resourceGroup(storageAccount[2], storageAccount[4])
  params: {
    storageAccountName: storageAccount[8]
    container: deadLetterContainer
    topicId: topicId
    principalId: createTopic ? newTopic!.identity.principalId : existingTopic!.identity.principalId
  }
}

// A module, because an existing topic may be in another resource group.
module snapshotWrites 'event-subscription.bicep' = {
  name: '${name}-event-subscription'
  scope: resourceGroup(topicResourceGroup)
  params: {
    name: eventSubscription
    topicName: topicName
    functionId: '${functionAppId}/functions/OnSnapshotWrite'
    storageAccountId: storageAccountId
    deadLetterContainer: deadLetterContainer
    resourceGroups: resourceGroups
  }
  // Event Grid tries the container when the event subscription is made.
  dependsOn: [
    deadLetterAccess
    newTopic
  ]
}

resource alerts 'Microsoft.Insights/metricAlerts@2018-03-01' = [
  for alert in topicAlerts: if (!empty(actionGroupId)) {
    name: '${name}-${alert.name}'
    location: 'global'
    tags: tags
    properties: {
      description: alert.description
      severity: alert.severity
      enabled: true
      autoMitigate: true
      scopes: [
        topicId
      ]
      evaluationFrequency: 'PT5M'
      windowSize: 'PT15M'
      criteria: {
        'odata.type': 'Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria'
        allOf: [
          {
            criterionType: 'StaticThresholdCriterion'
            name: alert.name
            metricNamespace: 'Microsoft.EventGrid/systemTopics'
            metricName: alert.metric
            timeAggregation: 'Total'
            operator: 'GreaterThan'
            threshold: alert.threshold
            // An existing topic may have event subscriptions of others: the alert says which one it is about.
            dimensions: [
              {
                name: 'EventSubscriptionName'
                operator: 'Include'
                values: [
                  '*'
                ]
              }
            ]
          }
        ]
      }
      actions: [
        {
          actionGroupId: actionGroupId
        }
      ]
    }
    dependsOn: [
      snapshotWrites
    ]
  }
]

@description('The system topic, new or existing.')
output topicName string = topicName

@description('The event subscription of the topic.')
output eventSubscriptionName string = eventSubscription
