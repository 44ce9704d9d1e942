// What the app's identity may do in the subscription that it guards: a custom role with no more than its remediations
// need.

targetScope = 'subscription'

@description('The name that main.bicep was deployed with. It tells the roles of two deployments apart.')
@minLength(3)
@maxLength(20)
param name string = 'snapwarden'

@description('Object id of the app\'s identity: principalId in the outputs of main.bicep.')
param principalId string

@description('The remediations that may act; each adds the actions that it needs. Leave it empty for a deployment that observes or opens tickets only: then the role can read and nothing else.')
@allowed([
  'tag-snapshot'
  'lock-snapshot'
  'delete-snapshot'
  'revoke-role-assignment'
  'enable-defender-for-containers'
  'ensure-log-analytics-workspace'
  'enable-container-insights'
  'enable-container-logging'
  'upgrade-cluster'
  'restrict-nsg-inbound'
  'restart-unhealthy-containers'
  'scale-on-utilization'
])
param remediations array = []

@description('The remediations that are only planned, in the modes observe and ticket: of what they need, the role can read.')
@allowed([
  'tag-snapshot'
  'lock-snapshot'
  'delete-snapshot'
  'revoke-role-assignment'
  'enable-defender-for-containers'
  'ensure-log-analytics-workspace'
  'enable-container-insights'
  'enable-container-logging'
  'upgrade-cluster'
  'restrict-nsg-inbound'
  'restart-unhealthy-containers'
  'scale-on-utilization'
])
param planned array = []

// The sweep reads the Activity Log, for events that got lost (Microsoft Learn, "Roles, permissions, and security in Azure
// Monitor": List Activity Log events in a subscription).
var always = [
  'Microsoft.Insights/eventtypes/values/read'
  'Microsoft.ContainerService/snapshots/read'
  'Microsoft.ContainerService/managedclustersnapshots/read'
  'Microsoft.Authorization/locks/read'
]

// What each needs, as docs/remediations.md tells with the reasons. A role cannot be limited to the locks of snapshots, to
// the tags of anything, or to some role assignments: these hold for all in the subscription. Whoever may write role
// assignments may give anybody anything, so that is in none of them.
var needs = {
  'tag-snapshot': [
    'Microsoft.ContainerService/snapshots/read'
    'Microsoft.ContainerService/managedclustersnapshots/read'
    'Microsoft.ContainerService/snapshots/write'
    'Microsoft.ContainerService/managedclustersnapshots/write'
  ]
  'lock-snapshot': [
    'Microsoft.ContainerService/snapshots/read'
    'Microsoft.ContainerService/managedclustersnapshots/read'
    'Microsoft.Authorization/locks/read'
    'Microsoft.Authorization/locks/write'
    'Microsoft.Authorization/locks/delete'
  ]
  'delete-snapshot': [
    'Microsoft.ContainerService/snapshots/read'
    'Microsoft.ContainerService/managedclustersnapshots/read'
    'Microsoft.Authorization/locks/read'
    'Microsoft.ContainerService/snapshots/delete'
    'Microsoft.ContainerService/managedclustersnapshots/delete'
  ]
  'revoke-role-assignment': [
    'Microsoft.ContainerService/snapshots/read'
    'Microsoft.ContainerService/managedclustersnapshots/read'
    'Microsoft.Authorization/roleAssignments/read'
    'Microsoft.Authorization/roleAssignmentScheduleInstances/read'
    'Microsoft.Authorization/roleAssignments/delete'
  ]
  'enable-defender-for-containers': [
    'Microsoft.Security/pricings/read'
    'Microsoft.Security/pricings/write'
  ]
  'ensure-log-analytics-workspace': [
    'Microsoft.OperationalInsights/workspaces/read'
    'Microsoft.Resources/subscriptions/resourceGroups/read'
    'Microsoft.OperationalInsights/workspaces/write'
    'Microsoft.OperationalInsights/workspaces/delete'
    'Microsoft.OperationalInsights/workspaces/linkedServices/read'
    'Microsoft.Insights/dataCollectionRules/read'
  ]
  'enable-container-insights': [
    'Microsoft.ContainerService/snapshots/read'
    'Microsoft.ContainerService/managedclustersnapshots/read'
    'Microsoft.ContainerService/managedClusters/read'
    'Microsoft.ContainerService/managedClusters/write'
    'Microsoft.OperationalInsights/workspaces/read'
    'Microsoft.OperationalInsights/workspaces/sharedkeys/read'
    'Microsoft.Insights/dataCollectionRules/read'
    'Microsoft.Insights/dataCollectionRules/write'
    'Microsoft.Insights/dataCollectionRules/delete'
    'Microsoft.Insights/dataCollectionRuleAssociations/read'
    'Microsoft.Insights/dataCollectionRuleAssociations/write'
    'Microsoft.Insights/dataCollectionRuleAssociations/delete'
    'Microsoft.Network/virtualNetworks/subnets/join/action'
    'Microsoft.ManagedIdentity/userAssignedIdentities/assign/action'
  ]
  'enable-container-logging': [
    'Microsoft.ContainerService/snapshots/read'
    'Microsoft.ContainerService/managedclustersnapshots/read'
    'Microsoft.ContainerService/managedClusters/read'
    'Microsoft.OperationalInsights/workspaces/read'
    'Microsoft.OperationalInsights/workspaces/sharedKeys/action'
    'Microsoft.Insights/diagnosticSettings/read'
    'Microsoft.Insights/diagnosticSettings/write'
    'Microsoft.Insights/diagnosticSettings/delete'
    'Microsoft.ContainerInstance/containerGroups/read'
  ]
  'upgrade-cluster': [
    'Microsoft.ContainerService/snapshots/read'
    'Microsoft.ContainerService/managedclustersnapshots/read'
    'Microsoft.Network/virtualNetworks/subnets/join/action'
    'Microsoft.ManagedIdentity/userAssignedIdentities/assign/action'
    'Microsoft.ContainerService/managedClusters/read'
    'Microsoft.ContainerService/managedClusters/upgradeProfiles/read'
    'Microsoft.ContainerService/managedClusters/agentPools/read'
    'Microsoft.ContainerService/managedClusters/agentPools/upgradeProfiles/read'
    'Microsoft.ContainerService/managedClusters/write'
    'Microsoft.ContainerService/managedClusters/agentPools/write'
    'Microsoft.ContainerService/managedClusters/agentPools/upgradeNodeImageVersion/action'
    'Microsoft.Network/publicIPAddresses/join/action'
    'Microsoft.Network/publicIPPrefixes/join/action'
    'Microsoft.Compute/diskEncryptionSets/read'
    'Microsoft.OperationalInsights/workspaces/sharedkeys/read'
  ]
  'restrict-nsg-inbound': [
    'Microsoft.ContainerService/snapshots/read'
    'Microsoft.ContainerService/managedclustersnapshots/read'
    'Microsoft.ContainerService/managedClusters/read'
    'Microsoft.Network/virtualNetworks/subnets/read'
    'Microsoft.Network/networkSecurityGroups/read'
    'Microsoft.Network/networkSecurityGroups/securityRules/read'
    'Microsoft.Network/networkSecurityGroups/securityRules/write'
    'Microsoft.Network/networkSecurityGroups/securityRules/delete'
  ]
  'restart-unhealthy-containers': [
    'Microsoft.ContainerInstance/containerGroups/read'
    'Microsoft.ContainerInstance/containerGroups/restart/action'
    'Microsoft.ContainerInstance/containerGroups/start/action'
  ]
  'scale-on-utilization': [
    'Microsoft.ContainerService/snapshots/read'
    'Microsoft.ContainerService/managedclustersnapshots/read'
    'Microsoft.ContainerService/managedClusters/read'
    'Microsoft.ContainerService/managedClusters/agentPools/read'
    'Microsoft.ContainerService/managedClusters/agentPools/write'
    'Microsoft.Insights/metrics/read'
    'Microsoft.ContainerInstance/ngroups/read'
    'Microsoft.ContainerInstance/ngroups/write'
    'Microsoft.ContainerInstance/containerGroups/read'
    'Microsoft.Network/virtualNetworks/subnets/join/action'
  ]
}

var acting = reduce(remediations, always, (all, each) => union(all, needs[each]))
var looking = reduce(planned, [], (all, each) => union(all, filter(needs[each], action => endsWith(action, '/read'))))

resource role 'Microsoft.Authorization/roleDefinitions@2022-04-01' = {
  name: guid(subscription().id, name)
  properties: {
    type: 'CustomRole'
    // Names of roles are unique in the tenant, not only in the subscription.
    roleName: 'Snapwarden ${name} ${subscription().subscriptionId}'
    description: 'Lets Snapwarden look at AKS snapshots and at the Activity Log, and do what its remediations need.'
    permissions: [
      {
        actions: union(acting, looking)
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
