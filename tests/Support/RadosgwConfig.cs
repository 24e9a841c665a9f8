namespace OrderBookSilo.Support;

/// <summary>The configuration of the smallest Ceph cluster that supports a gateway.</summary>
internal static class RadosgwConfig
{
    public static string Text(string directory, string cluster, string monitor, int port) => $"""
        [global]
        fsid = {cluster}
        mon_initial_members = a
        mon_host = {monitor}
        public_addr = 127.0.0.1
        cluster_addr = 127.0.0.1
        ms_bind_ipv6 = false
        auth_cluster_required = none
        auth_service_required = none
        auth_client_required = none
        ms_cluster_mode = crc
        ms_service_mode = crc
        ms_client_mode = crc
        ms_mon_cluster_mode = crc
        ms_mon_service_mode = crc
        ms_mon_client_mode = crc
        mon_allow_pool_size_one = true
        mon_max_pg_per_osd = 1000
        mon_data_avail_crit = 1
        osd_pool_default_size = 1
        osd_pool_default_min_size = 1
        osd_pool_default_pg_num = 4
        osd_pool_default_pg_autoscale_mode = off
        osd_crush_chooseleaf_type = 0
        osd_objectstore = memstore
        memstore_device_bytes = 1073741824
        rgw_frontends = beast endpoint=127.0.0.1:{port}
        run_dir = {directory}
        admin_socket = {directory}/$name.$pid.asok
        pid_file = {directory}/$name.pid
        log_file = {directory}/$name.log
        mon_cluster_log_file = {directory}/cluster.log
        crash_dir = {directory}
        keyring = {directory}/keyring
        mon_data = {directory}/mon
        osd_data = {directory}/osd

        """;
}
