using Microsoft.AspNetCore.Http;
using ZipkinMesh.Proxy.Admin.Commands;

namespace ZipkinMesh.Proxy.Admin.Clusters;

/// <summary>Shows the clusters: their limits, and the addresses, counts and health of their hosts.</summary>
internal sealed class ClustersCommand(ClusterStatuses statuses) : AdminCommand("/clusters", "upstream cluster status", Filter, Format)
{
    private static readonly AdminParameter Filter = new("filter", "Regular expression for filtering clusters by name");
    private static readonly AdminParameter Format = new("format", "File format to use") { Choices = ["text", "json"] };

    public override Task RunAsync(AdminRequest request)
    {
        if (!NameFilter.TryParse(request.Find(Filter.Name), isFullMatch: false, out var names, out _))
        {
            return request.RespondAsync(StatusCodes.Status400BadRequest, "Invalid regex");
        }

        var clusters = statuses.Read().Where(cluster => names.Matches(cluster.Name));
        return request.Find(Format.Name) == "json"
            ? request.RespondAsync(json => ClustersJson.Write(json, clusters))
            : request.RespondAsync(ClustersText.Write(clusters));
    }
}
