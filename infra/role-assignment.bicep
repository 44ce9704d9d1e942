// Part of role.bicep: the role, assigned at one resource group.

targetScope = 'resourceGroup'

@description('Object id of the app\'s identity.')
param principalId string

@description('Id of the custom role.')
param roleDefinitionId string

resource assignment 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(resourceGroup().id, principalId, roleDefinitionId)
  properties: {
    roleDefinitionId: roleDefinitionId
    principalId: principalId
    principalType: 'ServicePrincipal'
  }
}
