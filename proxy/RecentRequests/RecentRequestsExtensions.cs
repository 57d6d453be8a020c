using Microsoft.Extensions.DependencyInjection;
using ZipkinMesh.Proxy.Streams;

namespace ZipkinMesh.Proxy.RecentRequests;

/// <summary>Adds the log of recent requests.</summary>
internal static class RecentRequestsExtensions
{
    public static IServiceCollection AddRecentRequests(this IServiceCollection services) => services
        .AddSingleton<RecentRequestLog>()
        .AddSingleton<IStreamObserver>(provider => provider.GetRequiredService<RecentRequestLog>());
}
