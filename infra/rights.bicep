// What the app may do in the subscription that it guards: a role of its own, with no more than the
// remediations that there are need. In observe and ticket mode it only reads.
targetScope = 'subscription'

@description('The object id of the app\'s identity: the output principalId of main.bicep.')
param principalId string

@description('Whether it may tag, lock and delete snapshots. Leave it false for the modes observe and ticket.')
param mayRemediate bool = false

@description('Names the role.')
param roleName string = 'Snapwarden'

var reads = [
  'Microsoft.ContainerService/snapshots/read'
  'Microsoft.ContainerService/managedclustersnapshots/read'
  'Microsoft.Authorization/locks/read'
]
var writes = [
  'Microsoft.ContainerService/snapshots/write' // tag-snapshot
  'Microsoft.ContainerService/managedclustersnapshots/write'
  'Microsoft.Authorization/locks/write' // lock-snapshot
  'Microsoft.Authorization/locks/delete' // taking the lock back
  'Microsoft.ContainerService/snapshots/delete' // delete-snapshot
  'Microsoft.ContainerService/managedclustersnapshots/delete'
]

resource role 'Microsoft.Authorization/roleDefinitions@2022-04-01' = {
  name: guid(subscription().id, roleName)
  properties: {
    roleName: '${roleName} (${subscription().subscriptionId})'
    description: 'What Snapwarden needs to answer unauthorised AKS snapshots.'
    type: 'CustomRole'
    permissions: [
      {
        actions: mayRemediate ? concat(reads, writes) : reads
        notActions: []
      }
    ]
    assignableScopes: [subscription().id]
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
