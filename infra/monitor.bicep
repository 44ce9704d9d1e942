// Part of main.bicep: who is told when a person is needed, and what shows how things stand.
//
// The rules are scoped to the Application Insights resource, so the queries have its names: traces, requests, exceptions.
// In the Log Analytics workspace the same tables are AppTraces, AppRequests, AppExceptions, with other columns.
// docs/operations.md says what the app logs; a test holds each query to it.

targetScope = 'resourceGroup'

@description('The name that main.bicep was deployed with.')
param name string

@description('Where the resources go.')
param location string

@description('Tags for every resource.')
param tags object

@description('Resource id of the Application Insights resource.')
param insightsId string

@description('Mail addresses that alerts are sent to. With none, alerts show in the portal only.')
param alertEmails array

@description('Whether any subscription is swept.')
param sweeps bool

// A rule looks further back than to its last look, for lines can come into the log minutes late. It fires once for each value
// of its dimension, and ends when it finds no more of it.
var alerts = [
  {
    name: 'incident-stopped'
    description: 'An incident has stopped: a step failed or was refused. See its ticket or `snapwarden incidents show`; when the cause is mended, `incidents retry`.'
    severity: 1
    enabled: true
    frequency: 'PT5M'
    window: 'PT30M'
    operator: 'GreaterThan'
    threshold: 0
    dimension: 'incident'
    query: '''
      traces
      | extend line = parse_json(message)
      | where tostring(line.metric) == "snapwarden.incident" and tostring(line.status) == "stopped"
      | extend incident = tostring(line.incident)
    '''
  }
  {
    name: 'approval-needed'
    description: 'An incident waits for a person to approve its plan: see its ticket or `snapwarden incidents list --status awaiting-approval`.'
    severity: 2
    enabled: true
    frequency: 'PT5M'
    window: 'PT30M'
    operator: 'GreaterThan'
    threshold: 0
    dimension: 'incident'
    query: '''
      traces
      | extend line = parse_json(message)
      | where tostring(line.metric) == "snapwarden.incident" and tostring(line.status) == "awaiting-approval"
      | extend incident = tostring(line.incident)
    '''
  }
  {
    name: 'limit-tripped'
    description: 'The limit of remediated targets an hour is reached: incidents get a ticket and nothing else. See `snapwarden incidents limits`.'
    severity: 1
    enabled: true
    frequency: 'PT5M'
    window: 'PT30M'
    operator: 'GreaterThan'
    threshold: 0
    dimension: 'subscription'
    query: '''
      traces
      | extend line = parse_json(message)
      | where tostring(line.metric) == "snapwarden.limit"
      | extend subscription = tostring(line.subscription)
    '''
  }
  {
    name: 'desk-given-up'
    description: 'A tracker could not be told of a ticket for a day, and is not tried any more. See `snapwarden ticket test`; when the cause is mended, `incidents retry`.'
    severity: 2
    enabled: true
    frequency: 'PT15M'
    window: 'PT1H'
    operator: 'GreaterThan'
    threshold: 0
    dimension: 'desk'
    query: '''
      traces
      | extend line = parse_json(message)
      | where tostring(line.metric) == "snapwarden.desk" and tostring(line.state) == "failed"
      | extend desk = tostring(line.desk)
    '''
  }
  {
    name: 'sweep-failed'
    description: 'The Activity Log of a subscription could not be swept, for a reason that does not pass: often a right that the app\'s identity lacks there. The line says which subscription and why.'
    severity: 2
    enabled: sweeps
    frequency: 'PT15M'
    window: 'PT30M'
    operator: 'GreaterThan'
    threshold: 0
    dimension: 'subscription'
    query: '''
      traces
      | extend line = parse_json(message)
      | where tostring(line.metric) == "snapwarden.sweep" and tostring(line.state) == "failed"
      | extend subscription = tostring(line.subscription)
    '''
  }
  {
    name: 'sweep-not-running'
    description: 'For an hour no subscription was swept, so a write whose event got lost stays unseen. See whether the function app is running; before its code is published, this is no surprise.'
    severity: 1
    enabled: sweeps
    frequency: 'PT15M'
    window: 'PT1H'
    operator: 'LessThan'
    threshold: 1
    dimension: ''
    query: '''
      traces
      | extend line = parse_json(message)
      | where tostring(line.metric) == "snapwarden.sweep" and tostring(line.state) == "swept"
    '''
  }
  {
    name: 'start-up-problem'
    description: 'The app does not start with its settings: one is missing or wrong, or a Key Vault reference was not resolved. The exception names each of them with its cure.'
    severity: 1
    enabled: true
    frequency: 'PT15M'
    window: 'PT30M'
    operator: 'GreaterThan'
    threshold: 0
    dimension: ''
    query: '''
      exceptions
      | where strcat(outerMessage, innermostMessage, tostring(details)) contains "app settings: "
    '''
  }
  {
    name: 'function-failures'
    description: 'Functions of the app fail again and again. What fails is delivered again, and after five times is an incident of its own; the exceptions say why.'
    severity: 2
    enabled: true
    frequency: 'PT5M'
    window: 'PT15M'
    operator: 'GreaterThan'
    threshold: 4
    dimension: ''
    query: '''
      requests
      | where success == false and name in ("OnSnapshotWrite", "AdvanceIncident", "OnPoisonIncident", "SweepActivityLog")
    '''
  }
]

resource actionGroup 'Microsoft.Insights/actionGroups@2023-01-01' = {
  name: '${name}-alerts'
  location: 'global'
  tags: tags
  properties: {
    groupShortName: take(name, 12)
    enabled: true
    emailReceivers: [
      for (address, i) in alertEmails: {
        name: 'mail-${i}'
        emailAddress: address
        useCommonAlertSchema: true
      }
    ]
  }
}

resource rules 'Microsoft.Insights/scheduledQueryRules@2023-12-01' = [
  for alert in alerts: {
    name: '${name}-${alert.name}'
    location: location
    tags: tags
    kind: 'LogAlert'
    properties: {
      displayName: '${name}: ${replace(alert.name, '-', ' ')}'
      description: alert.description
      severity: alert.severity
      enabled: alert.enabled
      autoMitigate: true
      scopes: [
        insightsId
      ]
      evaluationFrequency: alert.frequency
      windowSize: alert.window
      // The tables are there only once the app has logged something.
      skipQueryValidation: true
      criteria: {
        allOf: [
          {
            query: alert.query
            timeAggregation: 'Count'
            operator: alert.operator
            threshold: alert.threshold
            dimensions: empty(alert.dimension)
              ? []
              : [
                  {
                    name: alert.dimension
                    operator: 'Include'
                    values: [
                      '*'
                    ]
                  }
                ]
            failingPeriods: {
              numberOfEvaluationPeriods: 1
              minFailingPeriodsToAlert: 1
            }
          }
        ]
      }
      actions: {
        actionGroups: [
          actionGroup.id
        ]
      }
    }
  }
]

resource workbook 'Microsoft.Insights/workbooks@2023-06-01' = {
  name: guid(resourceGroup().id, name, 'workbook') // a workbook's name must be a GUID
  location: location
  tags: tags
  kind: 'shared'
  properties: {
    displayName: '${name}: AKS snapshot writes'
    category: 'workbook'
    sourceId: insightsId
    version: 'Notebook/1.0'
    serializedData: string(union(loadJsonContent('workbook.json'), { fallbackResourceIds: [insightsId] }))
  }
}

@description('For alerts elsewhere, as those of events.bicep.')
output actionGroupId string = actionGroup.id
