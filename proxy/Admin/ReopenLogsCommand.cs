using ZipkinMesh.Proxy.AccessLog;
using ZipkinMesh.Proxy.Admin.Commands;

namespace ZipkinMesh.Proxy.Admin;

/// <summary>Opens the files of the access logs again, after a program has renamed them.</summary>
internal sealed class ReopenLogsCommand(AdminAccessLog adminLog, IEnumerable<AccessLogWriter> logs) : AdminCommand("/reopen_logs", "reopen access logs")
{
    public override bool ChangesState => true;

    public override Task RunAsync(AdminRequest request)
    {
        adminLog.Reopen();
        foreach (var log in logs)
        {
            log.Reopen();
        }

        return request.RespondAsync("OK\n");
    }
}
