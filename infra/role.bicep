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
