// What the app's identity may do in the subscription that it guards: a custom role with no more than its remediations
// need.

targetScope = 'subscription'

@description('The name that main.bicep was deployed with. It tells the roles of two deployments apart.')
@minLength(3)
@maxLength(20)
param name string = 'snapwarden'

@description('Object id of the app\'s identity: principalId in the outputs of main.bicep.')
param principalId string

@description('The remediations that the policy uses; each adds the actions that it needs. Leave it empty for a deployment that observes or opens tickets only: then the role can read and nothing else.')
@allowed([
  'tag-snapshot'
  'lock-snapshot'
  'delete-snapshot'
])
param remediations array = []

// The sweep reads the Activity Log, for events that got lost (Microsoft Learn, "Roles, permissions, and security in Azure
// Monitor": List Activity Log events in a subscription).
var sweeping = [
  'Microsoft.Insights/eventtypes/values/read'
]

// All of them look before they act, and their plans are shown when nothing may be changed, too.
var reading = [
  'Microsoft.ContainerService/snapshots/read'
  'Microsoft.ContainerService/managedclustersnapshots/read'
  'Microsoft.Authorization/locks/read'
]

// Tags are changed by a write of the snapshot: there is no action for tags alone.
var tagging = [
  'Microsoft.ContainerService/snapshots/write'
  'Microsoft.ContainerService/managedclustersnapshots/write'
]

// A role cannot be limited to the locks of snapshots: these hold for every lock in the subscription. Taking a lock off
// is for undoing.
var locking = [
  'Microsoft.Authorization/locks/write'
  'Microsoft.Authorization/locks/delete'
]

var deleting = [
  'Microsoft.ContainerService/snapshots/delete'
  'Microsoft.ContainerService/managedclustersnapshots/delete'
]

resource role 'Microsoft.Authorization/roleDefinitions@2022-04-01' = {
  name: guid(subscription().id, name)
  properties: {
    type: 'CustomRole'
    // Names of roles are unique in the tenant, not only in the subscription.
    roleName: 'Snapwarden ${name} ${subscription().subscriptionId}'
    description: 'Lets Snapwarden look at AKS snapshots and at the Activity Log, and do what its remediations need.'
    permissions: [
      {
        actions: concat(
          sweeping,
          reading,
          contains(remediations, 'tag-snapshot') ? tagging : [],
          contains(remediations, 'lock-snapshot') ? locking : [],
          contains(remediations, 'delete-snapshot') ? deleting : []
        )
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

resource assignment 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(subscription().id, principalId, role.id)
  properties: {
    roleDefinitionId: role.id
    principalId: principalId
    principalType: 'ServicePrincipal'
  }
}

@description('Id of the custom role.')
output roleDefinitionId string = role.id
