// What the app's identity may do in a subscription that it guards: the custom role that `snapwarden role` prints for your
// policy, no more.

targetScope = 'subscription'

@description('The name that main.bicep was deployed with. It tells the roles of two deployments apart.')
@minLength(3)
@maxLength(20)
param name string = 'snapwarden'

@description('Object id of the app\'s identity: principalId in the outputs of main.bicep.')
param principalId string

@description('What `java -jar target/snapwarden.jar role --policy policy.json` prints. Its actions are granted, whatever else it says; a policy that only observes has none that writes.')
param definition object

@description('Names of the resource groups that the role is to count in; with none, it counts in the whole subscription. What a remediation does to the subscription itself, as enabling Defender, needs the whole. An assignment of an earlier run with other groups, or with none, stays until you delete it.')
param resourceGroups array = []

var everywhere = empty(resourceGroups)

resource role 'Microsoft.Authorization/roleDefinitions@2022-04-01' = {
  name: guid(subscription().id, name)
  properties: {
    type: 'CustomRole'
    // Names of roles are unique in the tenant, not only in the subscription.
    roleName: 'Snapwarden ${name} ${subscription().subscriptionId}'
    description: definition.Description
    permissions: [
      {
        actions: definition.Actions
        notActions: []
        dataActions: []
        notDataActions: []
      }
    ]
    assignableScopes: [
      subscription().id
    ]
  }
}

resource assignment 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (everywhere) {
  name: guid(subscription().id, principalId, role.id)
  properties: {
    roleDefinitionId: role.id
    principalId: principalId
    principalType: 'ServicePrincipal'
  }
}

module assignments 'role-assignment.bicep' = [
  for group in resourceGroups: {
    name: '${name}-role-${uniqueString(group)}'
    scope: resourceGroup(group)
    params: {
      principalId: principalId
      roleDefinitionId: role.id
    }
  }
]

// The Activity Log is the subscription's, whatever groups are guarded: without this, nothing is swept.
resource sweepRole 'Microsoft.Authorization/roleDefinitions@2022-04-01' = if (!everywhere) {
  name: guid(subscription().id, name, 'sweep')
  properties: {
    type: 'CustomRole'
    roleName: 'Snapwarden ${name} sweep ${subscription().subscriptionId}'
    description: 'Lets Snapwarden read the Activity Log, where it looks for snapshot writes whose event got lost.'
    permissions: [
      {
        actions: [
          'Microsoft.Insights/eventtypes/values/read'
        ]
        notActions: []
        dataActions: []
        notDataActions: []
      }
    ]
    assignableScopes: [
      subscription().id
    ]
  }
}

resource sweepAssignment 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (!everywhere) {
  name: guid(subscription().id, principalId, sweepRole.id)
  properties: {
    roleDefinitionId: sweepRole.id
    principalId: principalId
    principalType: 'ServicePrincipal'
  }
}

@description('Id of the custom role.')
output roleDefinitionId string = role.id
